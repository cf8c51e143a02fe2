use std::process::Command;

fn main() {
    Command::new("git").arg("version").status().unwrap();
}
