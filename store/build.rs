//! A new migration is seen without `cargo clean`.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
