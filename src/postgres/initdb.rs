//! Makes a new cluster, so that a crash on the way leaves no half-made one.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};

use super::OWNER;
use super::binaries::Binaries;
use super::error::{PostgresError, file, run};
use super::exec;
use super::layout::Layout;

/// How an unfinished data folder is called.
const UNFINISHED: &str = "data.new-";

/// Makes the cluster's data in a folder beside its place and moves it there when it is complete
/// and on disk (initdb syncs what it writes). To be called by the supervisor, of which there is
/// one. Leftovers of an earlier try that was cut short are removed.
pub(super) fn create(layout: &Layout, binaries: &Binaries) -> Result<(), PostgresError> {
    remove_leftovers(&layout.cluster).map_err(file("clear", &layout.cluster))?;
    let unfinished = layout.cluster.join(format!("{UNFINISHED}{}", std::process::id()));
    let mut last = None;
    for locale in locales(binaries.major) {
        DirBuilder::new()
            .mode(0o700)
            .create(&unfinished)
            .map_err(file("make the folder", &unfinished))?;
        layout.hand_over(&unfinished)?;
        let status = initdb(layout, binaries, &unfinished, locale)?;
        if status.success() {
            return put_in_place(&unfinished, layout);
        }
        fs::remove_dir_all(&unfinished).map_err(file("remove", &unfinished))?;
        last = Some(status);
    }
    let status = last.unwrap_or_default();
    Err(PostgresError::Initdb { data: layout.data.clone(), status })
}

fn put_in_place(unfinished: &Path, layout: &Layout) -> Result<(), PostgresError> {
    fs::rename(unfinished, &layout.data).map_err(file("move into place", unfinished))?;
    // The name must be as durable as what it names.
    let folder = File::open(&layout.cluster).map_err(file("open", &layout.cluster))?;
    folder.sync_all().map_err(file("sync", &layout.cluster))
}

fn initdb(
    layout: &Layout,
    binaries: &Binaries,
    data: &Path,
    locale: &[&str],
) -> Result<ExitStatus, PostgresError> {
    let program = binaries.path("initdb");
    // `trust`: whoever reaches the socket is let in as the owner. The socket's folder is 0700, so
    // the kernel has made sure that it is the server's own user (who owns the data anyway) or
    // root. A password would have to lie beside the socket, readable to the same two; `peer` would
    // shut out root, whose commands are to work though the server runs as someone else.
    exec::command(layout.account.as_ref(), &program)?
        .arg("-D")
        .arg(data)
        .args(["-U", OWNER, "--auth-local=trust", "--auth-host=reject"])
        .args(["--encoding=UTF8", "--data-checksums", "--text-search-config=simple"])
        .args(locale)
        .stdout(Stdio::null())
        .status()
        .map_err(run(&program))
}

/// The locales to try, best first.
///
/// Characters are classified by Unicode and ordered by code point wherever the platform can:
/// indexes of texts then never depend on the version of a library that an upgrade replaces, as
/// they do with ICU. A query that wants a language's order says so (`COLLATE "ru-x-icu"`).
fn locales(major: u32) -> Vec<&'static [&'static str]> {
    let mut all: Vec<&[&str]> = Vec::new();
    if major >= 17 {
        const BUILTIN: &str = "--locale-provider=builtin";
        all.push(&[BUILTIN, "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]);
        all.push(&[BUILTIN, "--builtin-locale=C.UTF-8", "--locale=en_US.UTF-8"]);
    }
    if major >= 15 {
        all.push(&["--locale-provider=libc", "--locale=C.UTF-8"]);
        all.push(&["--locale-provider=icu", "--icu-locale=und", "--locale=en_US.UTF-8"]);
        all.push(&["--locale-provider=icu", "--icu-locale=und", "--locale=C"]);
    } else {
        all.push(&["--locale=C.UTF-8"]);
        all.push(&["--locale=en_US.UTF-8"]);
    }
    all
}

fn remove_leftovers(cluster: &Path) -> io::Result<()> {
    for entry in fs::read_dir(cluster)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
