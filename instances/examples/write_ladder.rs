//! Writes the files of the ladder again: `cargo run -p regauge-instances --example write_ladder`.

use regauge_instances::{LADDER, file_name, ladder, to_json};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("files");
    for rung in LADDER {
        let Some(instance) = ladder(rung) else {
            continue;
        };
        std::fs::write(folder.join(file_name(rung)), to_json(&instance))?;
    }
    Ok(())
}
