//! Whom the server runs as: ourselves, or as root someone with fewer rights.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use nix::unistd::{Uid, User};

use super::error::PostgresError;

/// The user whom root hands the server to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
}

impl Account {
    /// Whom to drop to for a cluster whose data is, or will be, in `data`; `None` when we are not
    /// root and so stay who we are.
    ///
    /// The data's owner comes first, so that a cluster made by one user keeps working when root
    /// runs a command on it, and that user after root.
    pub fn for_data(data: &Path) -> Result<Option<Self>, PostgresError> {
        if !Uid::effective().is_root() {
            return Ok(None);
        }
        let known = |user: nix::Result<Option<User>>| user.ok().flatten().map(Self::from);
        if let Ok(metadata) = fs::symlink_metadata(data) {
            if metadata.uid() == 0 {
                return Err(PostgresError::OwnedByRoot(data.to_path_buf()));
            }
            let owner = known(User::from_uid(metadata.uid().into()));
            return Ok(Some(owner.unwrap_or_else(|| Self {
                name: format!("uid {}", metadata.uid()),
                uid: metadata.uid(),
                gid: metadata.gid(),
            })));
        }
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| known(User::from_name(name)))
            .filter(|account| account.uid != 0)
            .map(Some)
            .ok_or(PostgresError::NoAccount)
    }

    /// Checks that this user can get to `target`, as far as the folders on its way exist.
    ///
    /// By mode bits alone: an access list that lets the user in despite them is not seen.
    pub fn check_way(&self, target: &Path, advice: &'static str) -> Result<(), PostgresError> {
        self.barrier(target).map_or(Ok(()), |barrier| {
            Err(PostgresError::Barred {
                user: self.name.clone(),
                barrier,
                target: target.to_path_buf(),
                advice,
            })
        })
    }

    /// The first folder down to `target` that this user may not pass.
    fn barrier(&self, target: &Path) -> Option<PathBuf> {
        let mut way: Vec<&Path> = target.ancestors().collect();
        way.reverse();
        for folder in way {
            // Where it ends is not made yet, and what we make ourselves lets the user pass.
            let metadata = fs::metadata(folder).ok()?;
            let bit = if metadata.uid() == self.uid {
                0o100
            } else if metadata.gid() == self.gid {
                0o010
            } else {
                0o001
            };
            if metadata.mode() & bit == 0 {
                return Some(folder.to_path_buf());
            }
        }
        None
    }
}

impl From<User> for Account {
    fn from(user: User) -> Self {
        Self { name: user.name, uid: user.uid.as_raw(), gid: user.gid.as_raw() }
    }
}
