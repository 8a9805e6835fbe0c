//! The data folder: one server has it at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::vault::random_bytes;
use crate::{Result, StoreError};

/// Takes the folder for this process; the lock goes with the process, however it ends.
pub(crate) fn lock(folder: &Path) -> Result<File> {
    let failed = |source| StoreError::Folder { path: folder.display().to_string(), source };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: folder.display().to_string() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// The name by which a server of a shared database is known there, made at the first start. It stays with the folder:
/// whoever has the folder knows that the former server of this name lives no more, and may take over what it held.
pub(crate) fn server_name(folder: &Path) -> Result<String> {
    let path = folder.join("server");
    let failed = |source| StoreError::Folder { path: path.display().to_string(), source };
    match std::fs::read_to_string(&path) {
        Ok(name) if !name.trim().is_empty() => Ok(name.trim().to_owned()),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
        Ok(_) | Err(_) => {
            let name = format!("server-{}", hex::encode(random_bytes::<8>()));
            std::fs::write(&path, &name).map_err(failed)?;
            Ok(name)
        }
    }
}
