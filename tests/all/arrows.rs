//! What names what, read from the sources with a parser: modules have an order, and some arrows must not be drawn.
//! `ARCHITECTURE.md` has the rules; here are their lists.

use crate::sources::{Module, Tree, circles};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Every crate by its name in paths, and its root file.
const CRATES: [(&str, &str); 10] = [
    ("regauge_model", "model/src/lib.rs"),
    ("regauge_solver", "solver/src/lib.rs"),
    ("regauge_report", "report/src/lib.rs"),
    ("regauge_instances", "instances/src/lib.rs"),
    ("regauge_study", "study/src/lib.rs"),
    ("regauge_exchange", "exchange/src/lib.rs"),
    ("regauge_replan", "replan/src/lib.rs"),
    ("regauge_oracle", "tests/oracle/src/lib.rs"),
    ("regauge", "src/lib.rs"),
    ("command", "src/main.rs"),
];

/// An arrow that must not be drawn: nothing in or below the modules of a crate (`""` is all of it), but for some of them,
/// names anything in or below some place.
struct Forbidden {
    why: &'static str,
    of: &'static str,
    from: &'static [&'static str],
    except: &'static [&'static str],
    to: &'static [&'static str],
}

const FORBIDDEN: &[Forbidden] = &[
    Forbidden {
        why: "nobody but the readers and writers of files knows their structs",
        of: "regauge_model",
        from: &[""],
        except: &[
            "format",
            "validation",
            "instance_file",
            "plan_file",
            "advance",
            "diff",
        ],
        to: &["regauge_model::format"],
    },
    Forbidden {
        why: "the checker sees no reading of a plan but its own, and no file",
        of: "regauge_model",
        from: &["check"],
        except: &[],
        to: &[
            "regauge_model::timeline",
            "regauge_model::plan_file",
            "regauge_model::validation",
            "regauge_model::instance_file",
            "regauge_model::advance",
            "regauge_solver",
        ],
    },
    Forbidden {
        why: "the model stands alone",
        of: "regauge_model",
        from: &[""],
        except: &[],
        to: &[
            "regauge_solver",
            "regauge_report",
            "regauge_instances",
            "regauge_study",
            "regauge_exchange",
            "regauge_replan",
            "regauge",
        ],
    },
    Forbidden {
        why: "no engine knows a file, and none what people see",
        of: "regauge_solver",
        from: &[""],
        except: &[],
        to: &[
            "regauge_model::format",
            "regauge_model::plan_file",
            "regauge_model::validation",
            "regauge_model::instance_file",
            "regauge_model::timeline",
            "regauge_report",
            "regauge_instances",
            "regauge_study",
            "regauge_exchange",
            "regauge_replan",
            "regauge",
        ],
    },
    Forbidden {
        why: "no words are read back into ids, and nothing that is shown is made from a file",
        of: "regauge_report",
        from: &[""],
        except: &[],
        to: &[
            "regauge_model::format",
            "regauge_model::plan_file",
            "regauge_model::validation",
            "regauge_model::instance_file",
            "regauge_solver",
            "regauge_instances",
            "regauge",
        ],
    },
    Forbidden {
        why: "instances are made without planning them",
        of: "regauge_instances",
        from: &[""],
        except: &[],
        to: &["regauge_solver", "regauge_report", "regauge"],
    },
    Forbidden {
        why: "figures are found first, and shown in one place",
        of: "regauge_study",
        from: &[""],
        except: &["answers::page"],
        to: &["regauge_report", "regauge"],
    },
    Forbidden {
        why: "the oracle is a reading of the rules of its own",
        of: "regauge_oracle",
        from: &[""],
        except: &[],
        to: &["regauge_solver", "regauge_model::timeline", "regauge"],
    },
    Forbidden {
        why: "replanning is for programs that show it their own way",
        of: "regauge_replan",
        from: &[""],
        except: &[],
        to: &[
            "regauge_report",
            "regauge_instances",
            "regauge_study",
            "regauge_exchange",
            "regauge",
        ],
    },
    Forbidden {
        why: "problems of others are no stations",
        of: "regauge_exchange",
        from: &[""],
        except: &[],
        to: &[
            "regauge_model::instance",
            "regauge_model::plan",
            "regauge_model::check",
            "regauge_report",
            "regauge_instances",
            "regauge_study",
            "regauge",
        ],
    },
    Forbidden {
        why: "the verifier shares nothing with what plans",
        of: "regauge_exchange",
        from: &["displib::verify"],
        except: &[],
        to: &["regauge_exchange::displib::plan", "regauge_solver"],
    },
    Forbidden {
        why: "a relaxation knows no way to find plans, or its bound would hang on them",
        of: "regauge_solver",
        from: &["relaxation"],
        except: &[],
        to: &[
            "regauge_solver::dual",
            "regauge_solver::heuristics",
            "regauge_solver::construct",
            "regauge_solver::search",
            "regauge_solver::planner",
        ],
    },
    Forbidden {
        why: "a bound never depends on how good plans are",
        of: "regauge_solver",
        from: &["dual"],
        except: &[],
        to: &[
            "regauge_solver::heuristics",
            "regauge_solver::search",
            "regauge_solver::planner",
        ],
    },
];

fn trees() -> BTreeMap<&'static str, Tree> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |&(name, file): &(&'static str, _)| (name, Tree::read(&root.join(file)));
    CRATES.iter().map(read).collect()
}

fn path(module: &Module) -> String {
    module.join("::")
}

/// Whether a path is a place or leads below it; everything is below `""`.
fn is_in(path: &str, place: &str) -> bool {
    let rest = path.strip_prefix(place);
    place.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn modules_name_each_other_in_no_circle() {
    let mut wrong = String::new();
    for (name, tree) in trees() {
        for (circle, arrows) in circles(&tree.arrows()) {
            let members: Vec<String> = circle.iter().map(path).collect();
            writeln!(wrong, "{name}: {}", members.join(", ")).expect("a text");
            let depth = circle[0].len();
            for arrow in arrows {
                let (from, to) = (path(&arrow.from), path(&arrow.to[..depth].to_vec()));
                writeln!(wrong, "    {from} names {} of {to}", arrow.path).expect("a text");
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "modules that name each other in a circle:\n{wrong}"
    );
}

#[test]
fn arrows_that_must_not_be_drawn_are_not() {
    let trees = trees();
    let mut wrong = String::new();
    for forbidden in FORBIDDEN {
        let Forbidden {
            why,
            of,
            from,
            except,
            to,
        } = forbidden;
        let tree = &trees[of];
        // A place that is not there any more would make its line mean nothing.
        for place in from.iter().chain(*except) {
            assert!(tree.has(place), "{of} has no module {place}: {why}");
        }
        for place in *to {
            let (name, module) = place.split_once("::").unwrap_or((place, ""));
            assert!(trees[name].has(module), "there is no module {place}: {why}");
        }
        let concerned = |module: &Module| {
            let module = path(module);
            from.iter().any(|place| is_in(&module, place))
                && !except.iter().any(|place| is_in(&module, place))
        };
        let own = tree.arrows().into_iter();
        let own = own.map(|arrow| (arrow.from, format!("{of}::{}", path(&arrow.to)), arrow.path));
        let outside = tree.outside().into_iter();
        let outside = outside.map(|(module, path)| (module, path.clone(), path));
        for (module, target, written) in own.chain(outside) {
            if concerned(&module) && to.iter().any(|place| is_in(&target, place)) {
                writeln!(wrong, "{of}::{} names {written}: {why}", path(&module)).expect("a text");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The parser sees what it should: in a small crate with a circle through a re-export, one through a child, a macro and a
/// function's own `use`.
#[test]
fn circles_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    file(
        "lib.rs",
        "mod a; mod b; mod c; mod d; mod e; mod f; pub use b::B; mod g { pub const G: u8 = 0; }",
    );
    // a to b through the re-export, b to a through a child of a.
    file("a/mod.rs", "mod inner; use crate::B; pub struct A(B);");
    file("a/inner.rs", "pub(crate) struct Inner;");
    file("b.rs", "use super::a::inner::Inner; pub struct B(Inner);");
    // c to d in a macro, d to c in a function; but what tests alone name does not count.
    file("c.rs", "pub fn c() { assert!(crate::d::D > 0); }");
    file(
        "d.rs",
        "pub const D: u8 = 1; fn d() { use crate::c::c; c(); }",
    );
    file(
        "e.rs",
        "pub struct E; #[cfg(test)] mod tests { use crate::f::F; }",
    );
    file(
        "f.rs",
        "use crate::e::E; pub struct F(E); /// [`crate::g`]\npub const P: u8 = crate::g::G;",
    );
    let tree = Tree::read(&folder.path().join("lib.rs"));
    let found = circles(&tree.arrows());
    let found: Vec<Vec<String>> = (found.keys())
        .map(|circle| circle.iter().map(path).collect())
        .collect();
    assert_eq!(found, [["a", "b"], ["c", "d"]]);
}
