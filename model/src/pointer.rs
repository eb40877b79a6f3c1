//! Places of problems as JSON pointers (RFC 6901), for programs that made the file.

use crate::problem::Problem;

/// Objects of the format whose keys are ids: an id may hold a point or a bracket, and then a key is all that is left of the place,
/// but for a field behind it.
const MAPS: [(&str, &[&str]); 2] = [("run_minutes", &["down", "up"]), ("stage_minutes", &[])];

impl Problem {
    /// Where it is as a JSON pointer: `/trains/3/due_exit` for `trains[3].due_exit`, empty for the file as a whole.
    ///
    /// It is the place of the value in what serde writes of the structs. Where a field is missing it is the place where it should stand. An
    /// id among keys of which [`path`](Problem::path) shows only the first letters is left out, and so is what is behind it.
    pub fn pointer(&self) -> String {
        pointer(&self.path)
    }
}

fn pointer(path: &str) -> String {
    let mut pointer = String::new();
    let mut rest = path;
    let mut ids: Option<&[&str]> = None;
    while !rest.is_empty() {
        if let Some((number, behind)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            push(&mut pointer, number);
            rest = behind;
            continue;
        }
        let here = rest.strip_prefix('.').unwrap_or(rest);
        if let Some(fields) = ids.take() {
            let split = here.rsplit_once('.');
            let (key, field) = match split.filter(|(_, last)| fields.contains(last)) {
                Some((key, field)) => (key, Some(field)),
                None => (here, None),
            };
            if key.ends_with('…') {
                break;
            }
            push(&mut pointer, key);
            if let Some(field) = field {
                push(&mut pointer, field);
            }
            break;
        }
        let end = here.find(['.', '[']).unwrap_or(here.len());
        let (name, behind) = here.split_at(end);
        push(&mut pointer, name);
        ids = (MAPS.iter()).find_map(|(map, fields)| (*map == name).then_some(*fields));
        rest = behind;
    }
    pointer
}

fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    *pointer += &name.replace('~', "~0").replace('/', "~1");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_pointer() {
        assert_eq!(pointer(""), "");
        assert_eq!(pointer("trains[3].due_exit"), "/trains/3/due_exit");
        assert_eq!(pointer("objective.levels[0][2]"), "/objective/levels/0/2");
    }

    #[test]
    fn ids_may_hold_anything() {
        let of = |key: &str| pointer(&format!("system.sections[0].run_minutes.{key}"));
        let base = "/system/sections/0/run_minutes";
        assert_eq!(of("a.b[2]"), format!("{base}/a.b[2]"));
        assert_eq!(of("a.b.down"), format!("{base}/a.b/down"));
        assert_eq!(of("a/b~c"), format!("{base}/a~1b~0c"));
        assert_eq!(of("abc…"), base);
        assert_eq!(
            pointer("trains[0].stage_minutes.x.up"),
            "/trains/0/stage_minutes/x.up"
        );
    }
}
