//! A line to a server that can be cut: at chosen bytes of a POST or of the answer to it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Where the line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    Nowhere,
    /// Nobody is reached at all.
    Dead,
    /// After so many bytes of a POST; it never arrives whole.
    Request(usize),
    /// After so many bytes of the answer to a POST, which was done.
    Answer(usize),
    /// The answer is there and is held back for ever.
    Held,
}

/// The line.
pub struct Line {
    pub url: String,
    cut: Arc<Mutex<Cut>>,
    /// How many answers to a POST have come so far, heard or not.
    answers: Arc<Mutex<usize>>,
}

impl Line {
    pub fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (cut, answers) = (Arc::new(Mutex::new(Cut::Nowhere)), Arc::new(Mutex::new(0)));
        let line = Self { url, cut: cut.clone(), answers: answers.clone() };
        let server = server.to_owned();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (cut, answers, server) = (cut.clone(), answers.clone(), server.clone());
                thread::spawn(move || carry(client, &server, &cut, &answers));
            }
        });
        line
    }

    pub fn cut(&self, cut: Cut) {
        *self.cut.lock().expect("no panic") = cut;
    }

    pub fn answers(&self) -> usize {
        *self.answers.lock().expect("no panic")
    }
}

/// Carries one connection until it ends or is cut.
fn carry(client: TcpStream, server: &str, cut: &Arc<Mutex<Cut>>, answers: &Arc<Mutex<usize>>) {
    let now = || *cut.lock().expect("no panic");
    if now() == Cut::Dead {
        return;
    }
    let Ok(server) = TcpStream::connect(server) else { return };
    let is_post = Arc::new(Mutex::new(false));
    let (from, to) = (server.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
    let (back, was_post, answers) = (cut.clone(), is_post.clone(), answers.clone());
    let answering = thread::spawn(move || answer(from, to, &back, &was_post, &answers));
    ask(client, server, cut, &is_post);
    let _ = answering.join();
}

fn ask(mut client: TcpStream, mut server: TcpStream, cut: &Mutex<Cut>, is_post: &Mutex<bool>) {
    let mut piece = [0; 16 << 10];
    let mut sent = 0;
    while let Ok(read @ 1..) = client.read(&mut piece) {
        let mut rest = &piece[..read];
        *is_post.lock().expect("no panic") |= rest.starts_with(b"POST ");
        let is_cut = match *cut.lock().expect("no panic") {
            Cut::Request(most) if *is_post.lock().expect("no panic") => {
                let left = most.saturating_sub(sent);
                let is_cut = left < rest.len();
                rest = &rest[..left.min(rest.len())];
                sent += rest.len();
                is_cut
            }
            _ => false,
        };
        if server.write_all(rest).is_err() || is_cut {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
}

fn answer(
    mut server: TcpStream,
    mut client: TcpStream,
    cut: &Mutex<Cut>,
    is_post: &Mutex<bool>,
    answers: &Mutex<usize>,
) {
    let mut piece = [0; 16 << 10];
    let mut sent = 0;
    while let Ok(read @ 1..) = server.read(&mut piece) {
        let mut rest = &piece[..read];
        let mut is_cut = false;
        if *is_post.lock().expect("no panic") {
            *answers.lock().expect("no panic") += 1;
            match *cut.lock().expect("no panic") {
                Cut::Answer(most) => {
                    let left = most.saturating_sub(sent);
                    is_cut = left < rest.len();
                    rest = &rest[..left.min(rest.len())];
                    sent += rest.len();
                }
                Cut::Held => rest = &[],
                _ => {}
            }
        }
        if client.write_all(rest).is_err() || is_cut {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
}
