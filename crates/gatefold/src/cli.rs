//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// A self-hosted music knowledge server.
#[derive(Debug, Parser)]
#[command(
    version,
    about = "A self-hosted music knowledge server",
    after_help = crate::exit::HELP,
    after_long_help = LONG_HELP,
    propagate_version = true
)]
pub struct Cli {
    /// Where everything is kept
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// The configuration file [default: gatefold.yaml in the data directory, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const LONG_HELP: &str = "Examples:
  gatefold demo
      look at it with an invented catalogue, no network needed
  gatefold import musicbrainz ~/Downloads/20261118-001900
      import the MusicBrainz export in that directory
  gatefold import musicbrainz --fetch https://example.org/fullexport
      download the latest export from there, then import it
  gatefold serve
      answer on http://127.0.0.1:8080

Exit codes:
  0    done
  1    failure
  2    wrong command line or configuration
  3    bad input, or a damaged generation or backup
  4    no catalogue yet, or no such generation or backup
  5    another import or backup is running
  6    disk full
  7    the database cannot be reached, or is not at this program's migrations
  130  stopped by a signal";

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import a little invented catalogue and serve it
    Demo(Demo),
    /// Answer requests
    Serve(Serve),
    /// Build a new catalogue generation and make it current
    #[command(subcommand)]
    Import(Import),
    /// Look at and choose among the imported generations
    #[command(subcommand)]
    Catalogue(Catalogue),
    /// Look at and change what is applied to the database; `serve` applies what is missing
    #[command(subcommand)]
    Migrate(Migrate),
    /// Make, list, verify and restore backups of everything that cannot be made again
    #[command(subcommand)]
    Backup(Backup),
    /// Look at and renew the keys under which secrets of users are encrypted
    #[command(subcommand)]
    Secrets(Secrets),
    /// Look after the listening history
    #[command(subcommand)]
    Listens(Listens),
    /// Look at, start and end what runs in the background
    #[command(subcommand)]
    Jobs(Jobs),
    /// Write, check or show the configuration
    #[command(subcommand)]
    Config(Config),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to listen; another free port is taken if this one is in use
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen; port 0 picks a free one, and the first line printed says which
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
}

/// A source to import.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// A MusicBrainz export: archives, directories that hold them, or unpacked ones
    Musicbrainz(ImportMusicbrainz),
    /// A catalogue in the SQLite layout of tracks, albums and artists
    Sqlite(ImportSqlite),
}

/// Options of `import musicbrainz`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("source").required(true).args(["paths", "fetch"]))]
pub struct ImportMusicbrainz {
    /// Archives (.tar.bz2, .tar.xz, .tar.gz, .tar.zst, .tar) or directories
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Download the latest full export from this address first
    #[arg(long, value_name = "URL")]
    pub fetch: Option<String>,
    // A doc comment here would become the help of the command.
    #[command(flatten)]
    pub how: ImportHow,
}

/// Options of `import sqlite`.
#[derive(Debug, Args)]
pub struct ImportSqlite {
    /// The file with tracks, albums and artists
    pub main: PathBuf,
    /// The file with details of tracks
    pub track_files: Option<PathBuf>,
    // A doc comment here would become the help of the command.
    #[command(flatten)]
    pub how: ImportHow,
}

/// Options of every import.
#[derive(Debug, Args)]
pub struct ImportHow {
    /// End at the first row that cannot be taken
    #[arg(long)]
    pub strict: bool,
    /// How to show progress
    #[arg(long, value_enum, default_value_t = ProgressKind::Auto)]
    pub progress: ProgressKind,
    /// Where to put intermediate files [default: beside the new generation]
    #[arg(long, value_name = "DIR")]
    pub staging: Option<PathBuf>,
}

/// How to show progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProgressKind {
    /// Bars on a terminal, log lines elsewhere
    Auto,
    /// Bars
    Bar,
    /// A log line now and then
    Log,
    /// JSON lines
    Json,
}

/// What to do with generations.
#[derive(Debug, Subcommand)]
pub enum Catalogue {
    /// Show what the current generation holds
    Info {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check every byte, count, record and look-up of a generation
    Verify {
        /// The generation [default: the current one]
        number: Option<u64>,
    },
    /// List the generations
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make another generation the current one
    Use {
        /// Its number
        number: u64,
    },
    /// Remove old generations; the current one always stays
    Prune {
        /// How many of the newest to keep
        #[arg(long)]
        keep: usize,
    },
}

/// What to do with the migrations of the database.
#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// List the migrations and whether each is applied
    Status {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Apply what is missing
    Up,
    /// Undo what is newer than a version; rows are lost with their tables
    Down {
        /// The version that stays the newest; 0 undoes everything
        #[arg(long, value_name = "VERSION")]
        to: u32,
    },
    /// Exit with 7 unless exactly this program's migrations are applied
    Check,
}

/// What to do with backups.
#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Make one now and remove those that are not to be kept
    Create,
    /// List them, the oldest first
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check one by restoring it into a scratch place and comparing every table
    Verify {
        /// Its name [default: the newest]
        name: Option<String>,
    },
    /// Put one in the place of the database; no server may be running
    Restore {
        /// Its name [default: the newest]
        name: Option<String>,
        /// Replace what is there
        #[arg(long)]
        force: bool,
    },
}

/// What to do with the master keys.
#[derive(Debug, Subcommand)]
pub enum Secrets {
    /// Tell the active key, and how many secrets are under each
    Status,
    /// Make a new key and bring every secret under it; old keys stay readable
    Rotate,
    /// Remove old keys, once every server was restarted
    Forget,
}

/// What to do with the listening history.
#[derive(Debug, Subcommand)]
pub enum Listens {
    /// Import histories from files of other programs, or from an account at Last.fm
    Import(ImportListens),
    /// Write a whole history
    Export(ExportListens),
    /// Make all listens and counts again from what was reported; it changes nothing unless something was wrong
    Rebuild {
        /// Only this user's
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
    },
}

/// Options of `listens import`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("from").required(true).args(["files", "account"]))]
pub struct ImportListens {
    /// Whose history it is
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// Files, or ZIPs of them, as they were exported
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The format [default: what the file looks like]
    #[arg(long, value_name = "FORMAT", conflicts_with = "account")]
    pub format: Option<String>,
    /// Zone of times that a player wrote down without one, as in Europe/Vienna
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub time_zone: String,
    /// Fetch the plays of this account at Last.fm instead
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// How to show progress
    #[arg(long, value_enum, default_value_t = ProgressKind::Auto)]
    pub progress: ProgressKind,
}

/// Options of `listens export`.
#[derive(Debug, Args)]
pub struct ExportListens {
    /// Whose history
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// listenbrainz, csv or parquet
    #[arg(long, value_name = "FORMAT", default_value = "listenbrainz")]
    pub format: String,
    /// A file; a directory that is there gets the files of the archive [default: standard output]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
}

/// What to do with jobs.
#[derive(Debug, Subcommand)]
pub enum Jobs {
    /// List jobs, the newest first
    List {
        /// Only those in this state: queued, running, completed, failed or cancelled
        #[arg(long)]
        state: Option<String>,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the kinds of jobs
    Kinds,
    /// Start a job now and wait until it has ended, here or in a running server
    Run {
        /// Its kind, such as backup.create
        name: String,
        /// Its parameters as JSON
        #[arg(long, default_value = "{}")]
        payload: String,
        /// Only put it into the queue, for a running server
        #[arg(long)]
        detach: bool,
    },
    /// End a job: at once if it waits, soon if it runs
    Cancel {
        /// Its id
        id: uuid::Uuid,
    },
}

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Write a file with every key, its meaning and its default
    Init {
        /// The file [default: gatefold.yaml in the data directory]
        file: Option<PathBuf>,
    },
    /// Check file and environment
    Check,
    /// Show every value and where it comes from
    Show,
}
