//! A running service, as its users see it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::harness::{Ended, wait_until};

/// A running `serve`, killed when the test ends.
pub struct Service {
    child: Child,
    pub address: String,
    said: Arc<Mutex<String>>,
    listener: Option<JoinHandle<()>>,
}

impl Service {
    /// Starts it and waits until it is ready.
    pub fn start(command: &mut Command) -> Self {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("the program runs");
        let stderr = child.stderr.take().expect("a pipe");
        let said = Arc::new(Mutex::new(String::new()));
        let heard = said.clone();
        let listener = thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                heard.lock().expect("no panic").push_str(&(line + "\n"));
            }
        });
        let mut service = Self { child, address: String::new(), said, listener: Some(listener) };
        service.wait_for(" started ms=");
        let said = service.said();
        let address = said.split_once("http://").expect("an address").1;
        address.split([',', '/', ' ']).next().expect("an address").clone_into(&mut service.address);
        service
    }

    #[track_caller]
    pub fn wait_for(&self, part: &str) {
        wait_until(|| self.said().contains(part));
    }

    pub fn said(&self) -> String {
        self.said.lock().expect("no panic").clone()
    }

    /// The status and the body of an answer.
    pub fn get(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("the service listens");
        let bearer = token.map_or_else(String::new, |t| format!("Authorization: Bearer {t}\r\n"));
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{bearer}\r\n")
            .expect("the service reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the service answers");
        let status = answer.split(' ').nth(1).expect("a status").parse().expect("a number");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        (status, body.to_owned())
    }

    pub fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id()).expect("an id");
        kill(Pid::from_raw(id), signal).expect("it runs");
    }

    /// Stops it, and gives what it wrote in all.
    pub fn stop(mut self) -> Ended {
        self.signal(Signal::SIGTERM);
        self.ended()
    }

    pub fn ended(&mut self) -> Ended {
        let mut stdout = String::new();
        let mut pipe = self.child.stdout.take().expect("a pipe");
        pipe.read_to_string(&mut stdout).expect("UTF-8");
        let code = self.child.wait().expect("it ends").code();
        if let Some(listener) = self.listener.take() {
            listener.join().expect("no panic");
        }
        Ended { code, stdout, stderr: self.said() }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
