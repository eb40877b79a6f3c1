//! What the sources of this crate must not do.

/// Events are matched in one place, the timeline, so that terminal, page, charts and sheets cannot tell different things.
#[test]
fn nobody_matches_events() {
    fn sources(of: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(of).expect("the sources are there") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    sources(root.as_ref(), &mut found);
    assert!(found.len() > 40, "{found:?}");
    for path in found {
        let text = std::fs::read_to_string(&path).expect("it is text");
        assert!(!text.contains("Activity"), "{}", path.display());
    }
}
