//! What the window may do is written down in two files; this holds them.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "what helps a test fails by panicking")]

use std::{fs, path::Path};

#[test]
fn the_window_may_ask_through_one_entry_and_listen() {
    let capability = json("capabilities/window.json");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(
        capability["permissions"],
        serde_json::json!(["allow-call", "core:event:allow-listen", "core:event:allow-unlisten"])
    );
    assert!(capability.get("remote").is_none(), "no page from elsewhere may ask anything");
    let files: Vec<_> = fs::read_dir(here("capabilities")).expect("the folder is there").collect();
    assert_eq!(files.len(), 1, "one capability file");
    assert_eq!(json("tauri.conf.json")["app"]["security"]["capabilities"], serde_json::json!(["window"]));
}

#[test]
fn pages_load_and_run_nothing_but_the_apps_own() {
    let security = json("tauri.conf.json")["app"]["security"].clone();
    assert_eq!(
        security["csp"],
        serde_json::json!({
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' svara-file: http://svara-file.localhost",
            "font-src": "'self'",
            "connect-src": "'self' ipc: http://ipc.localhost",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
            "object-src": "'none'"
        })
    );
    for name in ["devCsp", "dangerousDisableAssetCspModification"] {
        assert!(security.get(name).is_none(), "{name} would open another way");
    }
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["assetProtocol"]["enable"], false);
}

#[test]
fn the_page_gets_no_global_tauri_and_no_address_of_a_development_server() {
    let configuration = json("tauri.conf.json");
    assert_eq!(configuration["app"]["withGlobalTauri"], false);
    assert_eq!(configuration["app"]["windows"], serde_json::json!([]), "windows are made in Rust");
    assert!(configuration["build"].get("devUrl").is_none());
}

#[test]
fn the_package_takes_the_apps_own_links_and_no_others() {
    let configuration = json("tauri.conf.json");
    assert_eq!(configuration["plugins"]["deep-link"]["desktop"]["schemes"], serde_json::json!(["svara"]));
    for kind in ["deb", "rpm"] {
        let entry = configuration["bundle"]["linux"][kind]["desktopTemplate"].as_str().expect("a template");
        let entry = fs::read_to_string(here(entry)).expect("the file is there");
        // Without a field code a desktop would start the app and keep the link.
        assert!(
            entry.contains("Exec={{exec}} %u\n") && entry.contains("MimeType={{mime_type}}"),
            "{kind}: {entry}"
        );
    }
}

fn json(name: &str) -> serde_json::Value {
    let text = fs::read_to_string(here(name)).expect("the file is there");
    serde_json::from_str(&text).expect("the file is JSON")
}

fn here(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
