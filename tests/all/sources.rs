//! The modules of a crate as its files say, read with a parser: what each defines, and which names something of which other.
//!
//! What counts is where a thing is *defined*: a path through a re-export leads to the module behind it. Tests inside the crates
//! (`#[cfg(test)]`) and what documentation names do not count, and neither do methods, whose types no parser knows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Item, UseTree};

/// A module by its names from the root of the crate; none for the root.
pub type Module = Vec<String>;

/// One module.
#[derive(Default)]
pub struct Node {
    /// Everything that stands in it but for modules and tests.
    items: Vec<Item>,
    /// Names defined in it.
    names: BTreeSet<String>,
    /// Modules below it that everybody sees.
    pub open: Vec<String>,
    /// What `use` brings in: the name, and the path.
    uses: Vec<(String, Vec<String>)>,
    /// Modules all of whose names it brings in.
    globs: Vec<Vec<String>>,
    /// Every path of more than one name that it mentions elsewhere.
    paths: BTreeSet<Vec<String>>,
}

/// The modules of one crate.
pub struct Tree {
    nodes: BTreeMap<Module, Node>,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// To a module.
    Module(Module),
    /// To what a module defines.
    Item(Module, String),
    /// Out of the crate, or to a name of the language.
    Outside(Vec<String>),
}

/// A module that names something of another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    pub from: Module,
    pub to: Module,
    /// The path as it stands in the module.
    pub path: String,
}

impl Tree {
    /// Reads a crate from its root file.
    pub fn read(root: &Path) -> Tree {
        let mut tree = Tree {
            nodes: BTreeMap::new(),
        };
        tree.file(root, root.parent().expect("a folder"), Module::new());
        tree
    }

    /// Whether it has a module; the root is `""`.
    pub fn has(&self, path: &str) -> bool {
        let names = path.split("::").filter(|name| !name.is_empty());
        self.nodes
            .contains_key(&names.map(str::to_owned).collect::<Module>())
    }

    /// A file of a module; its children stand in `folder`.
    fn file(&mut self, file: &Path, folder: &Path, module: Module) {
        let text = std::fs::read_to_string(file)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let parsed =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.items(folder, module, &parsed.items);
    }

    fn items(&mut self, folder: &Path, module: Module, items: &[Item]) {
        let mut node = Node::default();
        for item in items {
            if is_test(item) {
                continue;
            }
            if !matches!(item, Item::Mod(_)) {
                node.items.push(item.clone());
            }
            match item {
                Item::Use(item) => node.bring_in(&item.tree),
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    if matches!(item.vis, syn::Visibility::Public(_)) {
                        node.open.push(name.clone());
                    }
                    let child = [module.as_slice(), std::slice::from_ref(&name)].concat();
                    let below = folder.join(&name);
                    if let Some((_, items)) = &item.content {
                        self.items(&below, child, items);
                    } else {
                        let beside = folder.join(format!("{name}.rs"));
                        let inside = below.join("mod.rs");
                        let file = if beside.exists() { beside } else { inside };
                        self.file(&file, &below, child);
                    }
                }
                other => {
                    node.names.extend(name_of(other));
                    node.visit_item(other);
                }
            }
        }
        self.nodes.insert(module, node);
    }

    /// A module.
    pub fn node(&self, module: &Module) -> &Node {
        &self.nodes[module]
    }

    /// Every module.
    pub fn modules(&self) -> impl Iterator<Item = (&Module, &Node)> {
        self.nodes.iter()
    }

    /// Where a path that stands in a module leads.
    pub fn resolve(&self, at: &Module, path: &[String]) -> Place {
        self.resolved(at, path, 0)
    }

    fn resolved(&self, at: &Module, path: &[String], depth: usize) -> Place {
        let mut here = at.clone();
        for (position, name) in path.iter().enumerate() {
            match name.as_str() {
                "crate" => {
                    here = Module::new();
                    continue;
                }
                "self" => continue,
                "super" => {
                    here.pop();
                    continue;
                }
                _ => {}
            }
            let child = [here.as_slice(), std::slice::from_ref(name)].concat();
            if self.nodes.contains_key(&child) {
                here = child;
                continue;
            }
            let node = &self.nodes[&here];
            if node.names.contains(name) {
                return Place::Item(here, name.clone());
            }
            let rest = &path[position + 1..];
            let brought = node.uses.iter().find(|(known, _)| known == name);
            // `use chrono;` brings in itself.
            if let Some((_, through)) = brought.filter(|(_, through)| *through != [name.as_str()])
                && depth < 20
            {
                let whole: Vec<String> = through.iter().chain(rest).cloned().collect();
                // A path that stands in `use` begins anew: it does not look for itself.
                return self.begun(&here, &whole, depth + 1);
            }
            for glob in node.globs.iter().filter(|_| depth < 20) {
                let whole: Vec<String> = glob.iter().chain(&path[position..]).cloned().collect();
                if let found @ Place::Item(..) = self.begun(&here, &whole, depth + 1) {
                    return found;
                }
            }
            return if position == 0 {
                Place::Outside(path.to_vec())
            } else {
                // A name that a macro makes here.
                Place::Item(here, name.clone())
            };
        }
        Place::Module(here)
    }

    /// A path of a `use`: it begins at the crate, at a module, or in another crate.
    fn begun(&self, at: &Module, path: &[String], depth: usize) -> Place {
        let first = &path[0];
        let is_own = ["crate", "self", "super"].contains(&first.as_str())
            || self.nodes[at].names.contains(first)
            || (self.nodes).contains_key(&[at.as_slice(), std::slice::from_ref(first)].concat());
        if is_own
            || self.nodes[at]
                .uses
                .iter()
                .any(|(known, through)| known == first && through != path)
        {
            self.resolved(at, path, depth)
        } else {
            Place::Outside(path.to_vec())
        }
    }

    /// Every path of a module, and where it leads.
    fn paths(&self) -> impl Iterator<Item = (&Module, &Vec<String>, Place)> {
        self.nodes.iter().flat_map(move |(from, node)| {
            let brought = node.uses.iter().map(|(_, path)| path).chain(&node.globs);
            let brought = brought.map(move |path| (from, path, self.begun(from, path, 0)));
            let others = node.paths.iter();
            brought.chain(others.map(move |path| (from, path, self.resolve(from, path))))
        })
    }

    /// Every arrow between two modules.
    pub fn arrows(&self) -> BTreeSet<Arrow> {
        let arrows = self.paths().filter_map(|(from, path, place)| {
            let to = match place {
                Place::Item(module, _) | Place::Module(module) => module,
                Place::Outside(_) => return None,
            };
            (to != *from).then(|| Arrow {
                from: from.clone(),
                to,
                path: path.join("::"),
            })
        });
        arrows.collect()
    }

    /// Every path that leads out of the crate, as it is there.
    pub fn outside(&self) -> BTreeSet<(Module, String)> {
        let outside = self.paths().filter_map(|(from, _, place)| match place {
            Place::Outside(path) => Some((from.clone(), path.join("::"))),
            _ => None,
        });
        outside.collect()
    }
}

/// Among the modules below one parent, those that name each other in a circle: each as the sorted names of its members, with
/// the arrows that make it.
///
/// An arrow from anywhere in a module, or below it, to anywhere in or below a sibling is one between the siblings. A parent and
/// its children are one room: what a `mod.rs` or `lib.rs` shares with them, and calls of theirs, is no circle.
pub fn circles(arrows: &BTreeSet<Arrow>) -> BTreeMap<Vec<Module>, Vec<Arrow>> {
    let mut siblings: BTreeMap<Module, BTreeMap<(Module, Module), Vec<Arrow>>> = BTreeMap::new();
    for arrow in arrows {
        let same = (arrow.from.iter().zip(&arrow.to)).take_while(|(a, b)| a == b);
        let depth = same.count();
        if depth < arrow.from.len() && depth < arrow.to.len() {
            let pair = (arrow.from[..=depth].to_vec(), arrow.to[..=depth].to_vec());
            let below = siblings.entry(arrow.from[..depth].to_vec()).or_default();
            below.entry(pair).or_default().push(arrow.clone());
        }
    }
    let mut circles = BTreeMap::new();
    for pairs in siblings.values() {
        let names: BTreeSet<&Module> = pairs.keys().flat_map(|(a, b)| [a, b]).collect();
        let reach: BTreeMap<&Module, BTreeSet<&Module>> = names
            .iter()
            .map(|name| (*name, reached(name, pairs)))
            .collect();
        for name in &names {
            let circle: Vec<Module> = (names.iter())
                .filter(|other| reach[*name].contains(*other) && reach[*other].contains(*name))
                .map(|other| (*other).clone())
                .collect();
            if circle.len() > 1 {
                let inside = (pairs.iter())
                    .filter(|((a, b), _)| circle.contains(a) && circle.contains(b))
                    .flat_map(|(_, arrows)| arrows.iter().cloned())
                    .collect();
                circles.insert(circle, inside);
            }
        }
    }
    circles
}

/// What can be reached from a module over arrows between siblings.
fn reached<'a>(
    from: &Module,
    pairs: &'a BTreeMap<(Module, Module), Vec<Arrow>>,
) -> BTreeSet<&'a Module> {
    let mut found: BTreeSet<&Module> = BTreeSet::new();
    let mut open = vec![from];
    while let Some(here) = open.pop() {
        for (_, to) in pairs.keys().filter(|(a, _)| a == here) {
            if found.insert(to) {
                open.push(to);
            }
        }
    }
    found
}

impl Node {
    /// Everything that stands in it but for modules and tests.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What `use` brings in: the name, and the path.
    pub fn uses(&self) -> &[(String, Vec<String>)] {
        &self.uses
    }

    fn bring_in(&mut self, tree: &UseTree) {
        leaves(tree, &mut Vec::new(), &mut self.uses);
        self.globs.extend(globs(tree));
    }

    fn mention(&mut self, path: Vec<String>) {
        if path.len() > 1 {
            self.paths.insert(path);
        }
    }
}

impl<'ast> Visit<'ast> for Node {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|part| part.ident.to_string());
        self.mention(names.collect());
        visit::visit_path(self, path);
    }

    /// A `use` inside a function.
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.bring_in(&item.tree);
    }

    /// What is written to a macro is no syntax yet: names with `::` between them are taken for paths.
    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        visit::visit_macro(self, found);
        let text = found.tokens.to_string().replace(" :: ", "::");
        let words = text.split(|letter: char| !(letter.is_alphanumeric() || "_:".contains(letter)));
        for word in words.filter(|word| word.contains("::")) {
            let names = word.split("::").filter(|name| !name.is_empty());
            self.mention(names.map(str::to_owned).collect());
        }
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
}

/// The names that a `use` brings in, each with its path.
pub fn leaves(tree: &UseTree, prefix: &mut Vec<String>, found: &mut Vec<(String, Vec<String>)>) {
    let mut path = prefix.clone();
    match tree {
        UseTree::Path(inner) => {
            prefix.push(inner.ident.to_string());
            leaves(&inner.tree, prefix, found);
            prefix.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            found.push((prefix.last().cloned().unwrap_or_default(), path));
        }
        UseTree::Name(name) => {
            path.push(name.ident.to_string());
            found.push((name.ident.to_string(), path));
        }
        UseTree::Rename(rename) => {
            if rename.ident != "self" {
                path.push(rename.ident.to_string());
            }
            found.push((rename.rename.to_string(), path));
        }
        UseTree::Glob(_) => {}
        UseTree::Group(group) => {
            for tree in &group.items {
                leaves(tree, prefix, found);
            }
        }
    }
}

/// The modules all of whose names a `use` brings in.
fn globs(tree: &UseTree) -> Vec<Vec<String>> {
    match tree {
        UseTree::Glob(_) => vec![Vec::new()],
        UseTree::Path(path) => {
            let mut below = globs(&path.tree);
            for glob in &mut below {
                glob.insert(0, path.ident.to_string());
            }
            below
        }
        UseTree::Group(group) => group.items.iter().flat_map(globs).collect(),
        UseTree::Name(_) | UseTree::Rename(_) => Vec::new(),
    }
}

/// Whether an item stands there for tests alone.
fn is_test(item: &Item) -> bool {
    let attributes = match item {
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|name| name == "test" || name == "doctest")
    })
}

/// The name an item defines in its module.
pub fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => return item.ident.as_ref().map(ToString::to_string),
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
