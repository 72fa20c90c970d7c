//! The binary carries the seeds, the migrations and the templates: a new file among them is a reason
//! to build.

fn main() {
    println!("cargo::rerun-if-changed=seeds");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=templates");
}
