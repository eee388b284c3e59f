//! The committed TypeScript is the contract's.

use std::{fs, path::Path};

#[test]
fn the_typescript_is_made_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/api/generated/contract.ts");
    let made = svara_api::typescript();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        fs::write(&path, &made).expect("contract.ts can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "ui/src/api/generated/contract.ts is not current: run `cargo xtask bindings`");
}
