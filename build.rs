//! The binary carries the seeds and the migrations: a new file among them is a reason to build.

fn main() {
    println!("cargo::rerun-if-changed=seeds");
    println!("cargo::rerun-if-changed=migrations");
}
