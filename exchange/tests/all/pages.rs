//! The page says what the code says.

use regauge_exchange::displib::{PROBLEMS, Rule};

#[test]
fn the_page_has_every_code_and_every_rule() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/displib.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let rows = |prefix: &str| {
        let rows = page.lines().filter(|line| line.starts_with(prefix));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    let codes = PROBLEMS.map(|(code, meaning)| format!("| {code} | {meaning} |"));
    assert_eq!(rows("| D0"), codes);
    for rule in Rule::ALL {
        let name = format!("| `{}` | ", rule.name());
        assert_eq!(rows(&name).len(), 1, "{name}");
    }
}
