//! `gatefold catalogue`.

use anyhow::Result;
use catalog::{Error, Generation, Generations, Manifest};

use crate::cli::Catalogue;
use crate::config::Config;

/// Does what was asked for with the generations.
pub(super) fn run(action: &Catalogue, config: &Config) -> Result<()> {
    let generations = Generations::at(config.catalogue_dir());
    match action {
        Catalogue::Info { json } => info(&generations, *json),
        Catalogue::Verify { number } => verify(&generations, *number),
        Catalogue::List { json } => list(&generations, *json),
        Catalogue::Use { number } => {
            generations.choose(*number)?;
            println!("generation {number} is current");
            Ok(())
        }
        Catalogue::Prune { keep } => {
            for number in generations.prune(*keep)? {
                println!("removed generation {number}");
            }
            Ok(())
        }
    }
}

fn current(generations: &Generations) -> Result<u64, Error> {
    generations.current()?.ok_or_else(|| Error::Empty(generations.root().to_owned()))
}

fn info(generations: &Generations, json: bool) -> Result<()> {
    let number = current(generations)?;
    let manifest = Manifest::read(&generations.directory(number))?;
    if json {
        println!("{}", serde_json::to_string_pretty(&manifest)?);
        return Ok(());
    }
    println!("generation      {number}");
    println!("directory       {}", generations.directory(number).display());
    println!("imported        {} by version {}", manifest.imported_at, manifest.program_version);
    println!("source          {}", manifest.source_timestamp);
    println!("ids             {}", manifest.id_scheme);
    println!("format          {}", manifest.format_version);
    let bytes: u64 = manifest.files.values().map(|file| file.bytes).sum();
    println!("bytes           {bytes}");
    for (table, count) in manifest.records.iter().filter(|(_, count)| **count > 0) {
        println!("{table:15} {count}");
    }
    for problem in &manifest.problems {
        println!("left out        {} rows of {}: {}", problem.count, problem.table, problem.kind);
    }
    Ok(())
}

fn verify(generations: &Generations, number: Option<u64>) -> Result<()> {
    let number = number.map_or_else(|| current(generations), Ok)?;
    let checked = import::verify(generations, number)?;
    println!(
        "generation {number} is sound: {} records read, {} found by what leads to them",
        checked.records, checked.look_ups
    );
    Ok(())
}

fn list(generations: &Generations, json: bool) -> Result<()> {
    let all = generations.list()?;
    if all.is_empty() {
        return Err(Error::Empty(generations.root().to_owned()).into());
    }
    for Generation { number, current, bytes, manifest } in &all {
        let (imported, recordings, problem) = match manifest {
            Ok(manifest) => {
                let recordings = manifest.records.get("recording").copied().unwrap_or(0);
                (manifest.imported_at.as_str(), recordings, None)
            }
            Err(reason) => ("", 0, Some(reason)),
        };
        if json {
            let line = serde_json::json!({
                "number": number, "current": current, "bytes": bytes, "imported_at": imported,
                "recordings": recordings, "problem": problem,
            });
            println!("{line}");
            continue;
        }
        let mark = if *current { '*' } else { ' ' };
        match problem {
            None => {
                println!("{mark} {number:4}  {imported}  {recordings} recordings  {bytes} bytes");
            }
            Some(reason) => println!("{mark} {number:4}  unusable: {reason}"),
        }
    }
    Ok(())
}
