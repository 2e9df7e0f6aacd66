//! Tells the tests whether the files that others wrote are beside this clone; those that need them are ignored by name
//! where they are not.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(has_conformance)");
    println!("cargo::rerun-if-changed=../shared/conformance");
    if std::path::Path::new("../shared/conformance/README.md").exists() {
        println!("cargo::rustc-cfg=has_conformance");
    }
}
