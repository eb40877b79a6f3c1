//! The interface of the façade, everything that it re-exports from other crates included, is the list in `docs/api.txt`.
//! `UPDATE_DOCS=1 cargo test --workspace --test all api` writes it anew.
//!
//! Tools that compare interfaces (cargo-semver-checks, cargo-public-api) look at one crate at a time, and see nothing in a façade but
//! `pub use`. So the list is made from the sources here, with a parser.

use crate::sources::{Module, Place, Tree, name_of};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Attribute, Fields, ImplItem, Item, ItemImpl, Visibility};

/// The façade and the crates that it re-exports from.
const CRATES: [(&str, &str); 3] = [
    ("regauge", "src/lib.rs"),
    ("regauge_model", "model/src/lib.rs"),
    ("regauge_solver", "solver/src/lib.rs"),
];

/// Crates of others whose types may stand in the interface: they are re-exported, or are the language's.
const KNOWN: [&str; 5] = ["std", "core", "alloc", "chrono", "chrono_tz"];

/// Traits of others that may be implemented for what is exported. Nobody who embeds the library has to name them.
const TRAITS: [&str; 4] = ["serde", "schemars", "thiserror", "std"];

/// What cannot be named through the façade and is no part of the promise: methods of exported types, for the other crates of the
/// workspace.
const NOT_PROMISED: [&str; 2] = ["CompiledProblem::network", "CompiledProblem::alone"];

/// A thing: crate, module, name.
type Thing = (&'static str, Module, String);

struct Api {
    trees: BTreeMap<&'static str, Tree>,
    /// What is exported, and as what.
    exported: BTreeMap<Thing, String>,
    /// Modules walked, and as what: one that is exported twice is listed once.
    walked: BTreeSet<(&'static str, Module)>,
    /// Lines by the path through which they are exported.
    listed: BTreeMap<String, String>,
    /// Modules whose macros define things no parser sees.
    macros: BTreeSet<(&'static str, Module)>,
    /// What is implemented for a thing, with the modules in which it stands.
    blocks: BTreeMap<Thing, Vec<(Module, ItemImpl)>>,
}

impl Api {
    fn of(root: &Path) -> Api {
        let trees = CRATES.map(|(name, file)| (name, Tree::read(&root.join(file))));
        let blocks = (trees.iter()).flat_map(|(of, tree)| blocks(of, tree));
        let mut by_thing: BTreeMap<Thing, Vec<(Module, ItemImpl)>> = BTreeMap::new();
        for (thing, at, block) in blocks {
            by_thing.entry(thing).or_default().push((at, block));
        }
        let mut api = Api {
            blocks: by_thing,
            trees: trees.into(),
            exported: BTreeMap::new(),
            walked: BTreeSet::new(),
            listed: BTreeMap::new(),
            macros: BTreeSet::new(),
        };
        api.module("regauge", &Module::new(), "regauge");
        api
    }

    /// Lists what a module exports.
    fn module(&mut self, of: &'static str, module: &Module, path: &str) {
        if !self.walked.insert((of, module.clone())) {
            return;
        }
        let node = self.trees[of].node(module);
        let items = node.items().to_vec();
        let uses = node.uses().to_vec();
        for name in node.open.clone() {
            let child = [module.as_slice(), std::slice::from_ref(&name)].concat();
            self.module(of, &child, &format!("{path}::{name}"));
        }
        for item in &items {
            match item {
                Item::Use(item) if is_open(&item.vis) => {
                    let mut leaves = Vec::new();
                    crate::sources::leaves(&item.tree, &mut Vec::new(), &mut leaves);
                    for (name, leaf) in leaves {
                        assert!(
                            uses.iter().any(|(known, _)| *known == name),
                            "{path} exports everything of {leaf:?}, which nobody can list"
                        );
                        self.brought(of, module, &leaf, &format!("{path}::{name}"));
                    }
                }
                Item::Macro(item) if item.ident.is_none() => {
                    self.macros.insert((of, module.clone()));
                    let mut item = item.clone();
                    item.attrs.clear();
                    item.mac.tokens = without_docs(item.mac.tokens);
                    let text = prettyplease::unparse(&file(vec![Item::Macro(item)]));
                    self.listed.insert(format!("{path}::(macro)"), text);
                }
                other => {
                    if let Some(name) = name_of(other).filter(|_| is_visible(other)) {
                        self.item(of, module, &name, &format!("{path}::{name}"));
                    }
                }
            }
        }
    }

    /// Lists what a `pub use` brings.
    fn brought(&mut self, of: &'static str, module: &Module, leaf: &[String], path: &str) {
        match self.place(of, module, leaf) {
            Ok((of, Place::Module(module))) => {
                self.listed.insert(path.to_owned(), format!("mod {path}\n"));
                self.module(of, &module, path);
            }
            Ok((of, Place::Item(module, name))) => self.item(of, &module, &name, path),
            Ok((_, Place::Outside(_))) => unreachable!("place follows these"),
            Err(outside) => {
                self.listed
                    .insert(path.to_owned(), format!("pub use {outside};\n"));
            }
        }
    }

    /// Where a path leads, through the crates; what is of none of them as its path.
    fn place(
        &self,
        of: &'static str,
        module: &Module,
        path: &[String],
    ) -> Result<(&'static str, Place), String> {
        match self.trees[of].resolve(module, path) {
            Place::Outside(outside) => {
                let other = (CRATES.iter()).find(|(name, _)| *name == outside[0]);
                match other {
                    Some((name, _)) if outside.len() > 1 => {
                        self.place(name, &Module::new(), &outside[1..])
                    }
                    _ => Err(outside.join("::")),
                }
            }
            place => Ok((of, place)),
        }
    }

    /// Lists a thing and everything that is implemented for it.
    fn item(&mut self, of: &'static str, module: &Module, name: &str, path: &str) {
        let thing = (of, module.clone(), name.to_owned());
        if let Some(first) = self.exported.get(&thing) {
            let again = format!("pub use {first};\n");
            self.listed.insert(path.to_owned(), again);
            return;
        }
        self.exported.insert(thing.clone(), path.to_owned());
        let node = self.trees[of].node(module);
        let found = (node.items().iter()).find(|item| name_of(item).as_deref() == Some(name));
        let Some(item) = found else {
            assert!(
                self.macros.contains(&(of, module.clone()))
                    || node
                        .items()
                        .iter()
                        .any(|item| matches!(item, Item::Macro(_))),
                "{path} is nowhere in {of}::{}",
                module.join("::")
            );
            self.listed
                .insert(path.to_owned(), "// made by a macro\n".to_owned());
            return;
        };
        let mut items = vec![shown(item)];
        for (_, block) in self.blocks.get(&thing).into_iter().flatten() {
            items.extend(shown_block(block, name));
        }
        let text = prettyplease::unparse(&file(items));
        self.listed.insert(path.to_owned(), text);
    }

    /// The list.
    fn list(&self) -> String {
        let mut list = String::new();
        for (path, text) in &self.listed {
            list.extend(["// ", path, "\n", text, "\n"]);
        }
        list
    }

    /// Everything in the signatures that cannot be named through the façade.
    fn unnamed(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (thing, path) in &self.exported {
            let (of, module, name) = thing;
            let items = self.trees[of].node(module).items();
            let found = items
                .iter()
                .find(|item| name_of(item).as_ref() == Some(name));
            let Some(item) = found else { continue };
            self.look(of, module, &shown(item), path, &mut wrong);
            for (at, block) in self.blocks.get(thing).into_iter().flatten() {
                if let Some(block) = shown_block(block, name) {
                    self.look(of, at, &block, path, &mut wrong);
                }
            }
        }
        wrong
    }

    fn look(
        &self,
        of: &'static str,
        at: &Module,
        item: &Item,
        path: &str,
        wrong: &mut Vec<String>,
    ) {
        let mut paths = Paths::default();
        paths.visit_item(item);
        for (written, is_trait) in paths.found {
            let is_named = match self.place(of, at, &written) {
                Ok((of, Place::Item(module, name))) => {
                    let thing = (of, module.clone(), name);
                    self.exported.contains_key(&thing) || self.macros.contains(&(of, module))
                }
                Ok(_) => true,
                // Names of the language and of generics stand alone.
                Err(outside) => {
                    let first = outside.split("::").next().unwrap_or_default();
                    !outside.contains("::")
                        || KNOWN.contains(&first)
                        || (is_trait && TRAITS.contains(&first))
                }
            };
            if !is_named {
                wrong.push(format!("{path}: {}", written.join("::")));
            }
        }
    }
}

/// Everything that is implemented in a crate for what it defines.
fn blocks(of: &'static str, tree: &Tree) -> Vec<(Thing, Module, ItemImpl)> {
    let mut blocks = Vec::new();
    for (at, node) in tree.modules() {
        for item in node.items() {
            let Item::Impl(block) = item else { continue };
            let syn::Type::Path(own) = &*block.self_ty else {
                continue;
            };
            if let Place::Item(module, name) = tree.resolve(at, &names_of(&own.path)) {
                blocks.push(((of, module, name), at.clone(), block.clone()));
            }
        }
    }
    blocks
}

fn file(items: Vec<Item>) -> syn::File {
    syn::File {
        shebang: None,
        attrs: Vec::new(),
        items,
    }
}

/// What is written to a macro, without its documentation.
fn without_docs(tokens: TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    for token in tokens {
        let is_doc = match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                let first = group.stream().into_iter().next();
                matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
            }
            _ => false,
        };
        if is_doc {
            // the `#` before it
            kept.pop();
            continue;
        }
        kept.push(match token {
            TokenTree::Group(group) => {
                let inner = without_docs(group.stream());
                Group::new(group.delimiter(), inner).into()
            }
            other => other,
        });
    }
    kept.into_iter().collect()
}

fn is_open(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_visible(item: &Item) -> bool {
    let (visibility, attributes) = match item {
        Item::Const(item) => (&item.vis, &item.attrs),
        Item::Enum(item) => (&item.vis, &item.attrs),
        Item::Fn(item) => (&item.vis, &item.attrs),
        Item::Static(item) => (&item.vis, &item.attrs),
        Item::Struct(item) => (&item.vis, &item.attrs),
        Item::Trait(item) => (&item.vis, &item.attrs),
        Item::Type(item) => (&item.vis, &item.attrs),
        _ => return false,
    };
    is_open(visibility) && !is_hidden(attributes)
}

/// `#[doc(hidden)]`.
fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let hidden = |name: syn::Ident| name == "hidden";
        attribute.path().is_ident("doc") && attribute.parse_args().is_ok_and(hidden)
    })
}

/// What of the attributes is interface.
fn kept(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| {
        let path = attribute.path();
        path.is_ident("derive") || path.is_ident("non_exhaustive")
    });
}

/// Fields that everybody sees; where others are left out `private` stands for them.
fn open_fields(fields: &mut Fields) {
    let mut is_all = true;
    if let Fields::Named(named) = fields {
        let mut kept_fields = syn::punctuated::Punctuated::new();
        for mut field in std::mem::take(&mut named.named) {
            if is_open(&field.vis) && !is_hidden(&field.attrs) {
                field.attrs.clear();
                kept_fields.push(field);
            } else {
                is_all = false;
            }
        }
        if !is_all {
            kept_fields.push(syn::parse_quote!(private: ()));
        }
        named.named = kept_fields;
    } else {
        for field in fields.iter_mut() {
            field.attrs.clear();
            if !is_open(&field.vis) {
                field.ty = syn::parse_quote!(());
            }
        }
    }
}

/// A thing without what only its author sees.
fn shown(item: &Item) -> Item {
    let mut item = item.clone();
    match &mut item {
        Item::Struct(item) => {
            kept(&mut item.attrs);
            open_fields(&mut item.fields);
        }
        Item::Enum(item) => {
            kept(&mut item.attrs);
            for variant in &mut item.variants {
                variant.attrs.clear();
                for field in &mut variant.fields {
                    field.attrs.clear();
                }
            }
        }
        Item::Fn(item) => {
            kept(&mut item.attrs);
            item.block = syn::parse_quote!({});
        }
        Item::Const(item) => {
            kept(&mut item.attrs);
            item.expr = syn::parse_quote!(_);
        }
        Item::Static(item) => {
            kept(&mut item.attrs);
            item.expr = syn::parse_quote!(_);
        }
        Item::Type(item) => kept(&mut item.attrs),
        Item::Trait(item) => kept(&mut item.attrs),
        _ => {}
    }
    item
}

/// What an `impl` gives to everybody; nothing, where it gives nothing.
fn shown_block(block: &ItemImpl, name: &str) -> Option<Item> {
    let mut block = block.clone();
    block.attrs.clear();
    let is_of_trait = block.trait_.is_some();
    block.items.retain_mut(|item| match item {
        ImplItem::Fn(function) => {
            let path = format!("{name}::{}", function.sig.ident);
            let is_kept = !is_of_trait
                && is_open(&function.vis)
                && !is_hidden(&function.attrs)
                && !NOT_PROMISED.contains(&&*path);
            kept(&mut function.attrs);
            function.block = syn::parse_quote!({});
            is_kept
        }
        ImplItem::Const(constant) => {
            constant.attrs.clear();
            constant.expr = syn::parse_quote!(_);
            !is_of_trait && is_open(&constant.vis)
        }
        ImplItem::Type(alias) => {
            alias.attrs.clear();
            true
        }
        _ => false,
    });
    (is_of_trait || !block.items.is_empty()).then_some(Item::Impl(block))
}

fn names_of(path: &syn::Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|part| part.ident.to_string())
        .collect()
}

/// Paths of types and traits.
#[derive(Default)]
struct Paths {
    found: Vec<(Vec<String>, bool)>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        let names = names_of(&path.path);
        if path.qself.is_none() && names[0] != "Self" {
            self.found.push((names, false));
        }
        visit::visit_type_path(self, path);
    }

    fn visit_item_impl(&mut self, block: &'ast ItemImpl) {
        if let Some((_, path, _)) = &block.trait_ {
            self.found.push((names_of(path), true));
        }
        visit::visit_item_impl(self, block);
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}

fn api() -> Api {
    Api::of(Path::new(env!("CARGO_MANIFEST_DIR")))
}

#[test]
fn the_interface_is_the_one_listed() {
    let list = format!(
        "// What programs that embed regauge may use, made by `UPDATE_DOCS=1 cargo test --workspace --test all api`.\n\
         // A line that goes, or changes, is a breaking change; one that comes is a new feature.\n\n{}",
        api().list()
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/api.txt");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &list).expect("the list is written");
    }
    let listed = std::fs::read_to_string(&path).unwrap_or_default();
    let listed = listed.replace("\r\n", "\n");
    let differs = (listed.lines().zip(list.lines())).find(|(listed, now)| listed != now);
    assert!(
        listed == list,
        "the interface is not the one in docs/api.txt, first at {differs:?}; see the head of this test for the command"
    );
}

#[test]
fn whatever_stands_in_the_interface_can_be_named() {
    let wrong = api().unnamed();
    assert!(wrong.is_empty(), "not exported: {wrong:#?}");
}
