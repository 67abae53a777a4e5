//! `gatefold backup`.

use std::sync::Arc;

use anyhow::Result;

use crate::backup::{self, By, Found};
use crate::cli::Backup;
use crate::clock::now_ms;
use crate::config::Config;

/// Makes, lists, verifies or restores backups.
pub(super) fn run(action: &Backup, config: &Config) -> Result<()> {
    let by = || -> Result<By> {
        let progress = Arc::from(crate::progress::listener(crate::cli::ProgressKind::Auto));
        Ok(By { progress, stop: super::import::stop_on_signal()?, now_ms: now_ms() })
    };
    let runtime = super::runtime()?;
    match action {
        Backup::Create => {
            let name = runtime.block_on(backup::create(config, by()?))?;
            println!("{}", config.backup_dir().join(name).display());
            for name in backup::prune(config)? {
                println!("removed {name}");
            }
        }
        Backup::List { json } => {
            for found in backup::list(config)? {
                println!("{}", line(&found, *json));
            }
        }
        Backup::Verify { name } => {
            let verified = runtime.block_on(backup::verify(config, name.as_deref(), by()?))?;
            println!(
                "backup {} restores: {} tables with {} rows are as they were saved",
                verified.name, verified.tables, verified.rows
            );
        }
        Backup::Restore { name, force } => {
            let what = (name.as_deref(), *force);
            tell(&runtime.block_on(backup::restore(config, what, by()?))?);
        }
    }
    Ok(())
}

fn tell(restored: &backup::Restored) {
    println!("restored backup {}; all tables are as they were saved", restored.name);
    for file in &restored.moved {
        println!("what was there before is {}", file.display());
    }
    if let Some(file) = &restored.configuration {
        println!("the configuration was left as it is; the saved one is {}", file.display());
    }
    if let Some(generation) = restored.generation {
        println!(
            "generation {generation} of the catalogue was current then; it is not in a backup"
        );
    }
    if !restored.secret_key_ids.is_empty() {
        println!("its secrets need the keys {}", restored.secret_key_ids.join(", "));
    }
}

fn line(found: &Found, json: bool) -> String {
    let bytes = |manifest: &backup::Manifest| -> u64 {
        manifest.files.values().map(|file| file.bytes).sum()
    };
    match (&found.manifest, json) {
        (Ok(manifest), true) => {
            let rows: u64 = manifest.tables.values().map(|it| it.rows).sum();
            let line = serde_json::json!({
                "name": found.name, "created_at": manifest.created_at, "engine": manifest.engine,
                "migration": manifest.migration, "rows": rows, "bytes": bytes(manifest),
                "folder": found.folder,
            });
            line.to_string()
        }
        (Ok(manifest), false) => format!(
            "{}  {:8}  migration {:4}  {} bytes",
            found.name,
            manifest.engine,
            manifest.migration,
            bytes(manifest)
        ),
        (Err(problem), true) => {
            serde_json::json!({ "name": found.name, "problem": problem }).to_string()
        }
        (Err(problem), false) => format!("{}  unusable: {problem}", found.name),
    }
}
