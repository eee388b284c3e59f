//! Files that only their owner can read, whatever the umask says. Where a file's rights follow the folder's (Windows), the
//! folder decides: the host has made it the member's alone.

use std::{
    fs::{DirBuilder, OpenOptions},
    io,
    path::Path,
};

/// Makes a folder that only its owner enters, and those above it, where they are not there. One that is there stays as it
/// is: a folder that somebody chose has rights that somebody chose.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes the file where it is not there. SQLite gives its log files the rights of the file they belong to.
pub(crate) fn ensure(path: &Path) -> io::Result<()> {
    options().create(true).append(true).open(path).map(drop)
}

/// Writes a file anew.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write;

    let mut file = options().create(true).write(true).truncate(true).open(path)?;
    file.write_all(bytes)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_the_owner_can_read_what_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        for _ in 0..2 {
            ensure(&path).unwrap();
            write(&path, b"x").unwrap();
        }
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read(&path).unwrap(), b"x");
    }
}
