//! The C side: SQLite's calls, handed to the disks.
#![allow(
    unsafe_code,
    reason = "a VFS is a table of C functions; what they do lies in the safe modules beside this one"
)]

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    ptr, slice,
    sync::OnceLock,
};

use anyhow::ensure;
use rusqlite::ffi;

use super::{
    Disk,
    content::SECTOR,
    handle::{Failure, Handle},
    locks::Level,
};

/// What SQLite holds of an open file: its own head, then ours.
#[repr(C)]
struct OpenFile {
    head: ffi::sqlite3_file,
    handle: *mut Handle,
}

/// A moment in 2026, in milliseconds of the Julian calendar: no file may depend on the real one.
const NOW: i64 = 210_866_760_000_000 + 1_790_000_000_000;
const LONGEST_PATH: c_int = 1024;

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Makes the VFS known to SQLite, once a process.
pub(super) fn register() -> anyhow::Result<()> {
    static DONE: OnceLock<c_int> = OnceLock::new();
    let code = *DONE.get_or_init(|| {
        let vfs = Box::leak(Box::new(ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: size_of::<OpenFile>() as c_int,
            mxPathname: LONGEST_PATH,
            pNext: ptr::null_mut(),
            zName: c"svara-disk".as_ptr(),
            pAppData: ptr::null_mut(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_path_name),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: None,
            xCurrentTimeInt64: Some(current_time_int64),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: the table lives for ever, and not as the default, so that files elsewhere are not its.
        unsafe { ffi::sqlite3_vfs_register(vfs, 0) }
    });
    ensure!(code == ffi::SQLITE_OK, "SQLite did not take the VFS: {code}");
    Ok(())
}

/// Seeds SQLite's own random numbers, which it has for the whole process: the salts of logs, `random()`. With one thread
/// the same seed gives the same bytes in every file; a thread beside it takes numbers out of the same sequence, which
/// changes those bytes but nothing that a query or a recovery sees. 0: unpredictable again.
pub fn seed_sqlite(seed: u32) {
    let no_connection: *mut ffi::sqlite3 = ptr::null_mut();
    // SAFETY: the operation takes an int and a connection, which may be null.
    unsafe {
        ffi::sqlite3_test_control(ffi::SQLITE_TESTCTRL_PRNG_SEED, seed.cast_signed(), no_connection);
    }
}

/// The path of a C string that SQLite gives; empty where there is none or it is no UTF-8.
///
/// # Safety
/// `name` is null or a C string that lives through `'a`.
unsafe fn text<'a>(name: *const c_char) -> &'a str {
    if name.is_null() {
        return "";
    }
    // SAFETY: as promised by the caller.
    unsafe { CStr::from_ptr(name) }.to_str().unwrap_or_default()
}

/// # Safety
/// `file` was opened by [`open`] and not closed, and nobody else uses it: SQLite makes sure of that.
unsafe fn handle<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Handle {
    // SAFETY: `open` put a handle there that lives until `close`.
    unsafe { &mut *(*file.cast::<OpenFile>()).handle }
}

fn code(result: Result<(), Failure>, io: c_int) -> c_int {
    match result {
        Ok(()) => ffi::SQLITE_OK,
        Err(Failure::Busy) => ffi::SQLITE_BUSY,
        Err(Failure::Full) => ffi::SQLITE_FULL,
        Err(Failure::Io | Failure::Missing) => io,
    }
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    let has = |flag: c_int| flags & flag != 0;
    // SAFETY: SQLite gives a name or null, and room for an OpenFile.
    let path = unsafe { text(name) };
    unsafe { (*file).pMethods = ptr::null() };
    let opened = if path.is_empty() {
        scratch().and_then(|(disk, path)| Handle::open(&disk, &path, true, true))
    } else {
        Disk::of(path).ok_or(Failure::Missing).and_then(|(disk, path)| {
            Handle::open(&disk, path, has(ffi::SQLITE_OPEN_CREATE), has(ffi::SQLITE_OPEN_DELETEONCLOSE))
        })
    };
    let Ok(opened) = opened else { return ffi::SQLITE_CANTOPEN };
    // SAFETY: as above; the flags may be wanted or not.
    unsafe {
        file.cast::<OpenFile>().write(OpenFile {
            head: ffi::sqlite3_file { pMethods: &raw const METHODS },
            handle: Box::into_raw(Box::new(opened)),
        });
        if !flags_out.is_null() {
            *flags_out = flags;
        }
    }
    ffi::SQLITE_OK
}

/// A disk for the files that have no name, and a name for one.
fn scratch() -> Result<(Disk, String), Failure> {
    static SCRATCH: OnceLock<Option<Disk>> = OnceLock::new();
    let disk = SCRATCH.get_or_init(|| Disk::new().ok()).clone().ok_or(Failure::Missing)?;
    let path = format!("unnamed-{}", disk.next_holder());
    Ok((disk, path))
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes what was opened, once.
    unsafe { drop(Box::from_raw((*file.cast::<OpenFile>()).handle)) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, length: c_int, at: i64) -> c_int {
    let length = length.unsigned_abs() as usize;
    // SAFETY: SQLite gives room for that many bytes.
    let into = unsafe { slice::from_raw_parts_mut(into.cast::<u8>(), length) };
    // SAFETY: see `handle`.
    match unsafe { handle(file) }.read(at.unsigned_abs(), into) {
        Ok(there) if there == length => ffi::SQLITE_OK,
        Ok(there) => {
            // What the file does not have must read as zero.
            into.get_mut(there..).unwrap_or_default().fill(0);
            ffi::SQLITE_IOERR_SHORT_READ
        }
        Err(_) => ffi::SQLITE_IOERR_READ,
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    data: *const c_void,
    length: c_int,
    at: i64,
) -> c_int {
    // SAFETY: SQLite gives that many bytes.
    let data = unsafe { slice::from_raw_parts(data.cast::<u8>(), length.unsigned_abs() as usize) };
    // SAFETY: see `handle`.
    code(unsafe { handle(file) }.write(at.unsigned_abs(), data), ffi::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: i64) -> c_int {
    // SAFETY: see `handle`.
    code(unsafe { handle(file) }.truncate(length.unsigned_abs()), ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: see `handle`.
    match unsafe { handle(file) }.sync() {
        Ok(()) => ffi::SQLITE_OK,
        // `fsync` on a full disk is an error of the device to SQLite.
        Err(_) => ffi::SQLITE_IOERR_FSYNC,
    }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    // SAFETY: see `handle`; SQLite gives room for the answer.
    match unsafe { handle(file) }.len() {
        Ok(length) => {
            unsafe { *out = length.cast_signed() };
            ffi::SQLITE_OK
        }
        Err(_) => ffi::SQLITE_IOERR_FSTAT,
    }
}

fn level(number: c_int) -> Level {
    match number {
        ffi::SQLITE_LOCK_SHARED => Level::Shared,
        ffi::SQLITE_LOCK_RESERVED => Level::Reserved,
        ffi::SQLITE_LOCK_PENDING => Level::Pending,
        ffi::SQLITE_LOCK_EXCLUSIVE => Level::Exclusive,
        _ => Level::None,
    }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: see `handle`.
    code(unsafe { handle(file) }.lock(level(wanted)), ffi::SQLITE_IOERR_LOCK)
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: see `handle`.
    unsafe { handle(file) }.unlock(level(wanted));
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: see `handle`; SQLite gives room for the answer.
    match unsafe { handle(file) }.is_reserved() {
        Ok(reserved) => {
            unsafe { *out = c_int::from(reserved) };
            ffi::SQLITE_OK
        }
        Err(_) => ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
    }
}

unsafe extern "C" fn file_control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    SECTOR as c_int
}

unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    index: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let (index, size) = (index.unsigned_abs() as usize, size.unsigned_abs() as usize);
    // SAFETY: see `handle`; SQLite gives room for the answer. The memory lives as long as this file has it mapped.
    match unsafe { handle(file) }.map(index, size, extend != 0) {
        Ok(address) => {
            unsafe { *out = address.map_or(ptr::null_mut(), |address| address.cast()) };
            ffi::SQLITE_OK
        }
        Err(_) => ffi::SQLITE_IOERR_SHMMAP,
    }
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    first: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    let (first, count) = (first.unsigned_abs() as usize, count.unsigned_abs() as usize);
    // SAFETY: see `handle`.
    let handle = unsafe { handle(file) };
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        handle.unlock_memory(first, count);
        return ffi::SQLITE_OK;
    }
    let exclusive = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
    code(handle.lock_memory(first, count, exclusive), ffi::SQLITE_IOERR_SHMLOCK)
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: see `handle`.
    unsafe { handle(file) }.unmap();
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: SQLite gives a name.
    let Some((disk, path)) = Disk::of(unsafe { text(name) }) else { return ffi::SQLITE_IOERR_DELETE };
    match disk.delete(path, sync_folder != 0) {
        Ok(()) => ffi::SQLITE_OK,
        Err(Failure::Missing) => ffi::SQLITE_IOERR_DELETE_NOENT,
        Err(_) => ffi::SQLITE_IOERR_DELETE,
    }
}

unsafe extern "C" fn access(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives a name and room for the answer.
    match Disk::of(unsafe { text(name) }).map_or(Ok(false), |(disk, path)| disk.has(path)) {
        Ok(there) => {
            unsafe { *out = c_int::from(there) };
            ffi::SQLITE_OK
        }
        Err(_) => ffi::SQLITE_IOERR_ACCESS,
    }
}

unsafe extern "C" fn full_path_name(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite gives a C string.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    if bytes.len() > room.unsigned_abs() as usize {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: there is room, as was just seen, and the two do not overlap.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len()) };
    ffi::SQLITE_OK
}

/// Zeros: SQLite's own numbers come from its default VFS, see [`seed_sqlite`].
unsafe extern "C" fn randomness(_: *mut ffi::sqlite3_vfs, length: c_int, out: *mut c_char) -> c_int {
    // SAFETY: SQLite gives room for that many bytes.
    unsafe { ptr::write_bytes(out, 0, length.unsigned_abs() as usize) };
    length
}

/// Nobody waits: a lock that is taken stays taken, because whoever has it runs on the same thread.
unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    microseconds
}

unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    // SAFETY: SQLite gives room for the answer.
    unsafe { *out = NOW as f64 / 86_400_000.0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_int64(_: *mut ffi::sqlite3_vfs, out: *mut i64) -> c_int {
    // SAFETY: SQLite gives room for the answer.
    unsafe { *out = NOW };
    ffi::SQLITE_OK
}
