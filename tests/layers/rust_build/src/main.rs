use std::io::{Read, Write};
use std::net::TcpListener;

fn main() {
    let page = std::fs::read_to_string("pages/index.html").unwrap();
    for stream in TcpListener::bind("0.0.0.0:3081").unwrap().incoming() {
        let mut stream = stream.unwrap();
        let _ = stream.read(&mut [0; 1024]);
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", page.len());
        let _ = stream.write_all((head + &page).as_bytes());
    }
}
