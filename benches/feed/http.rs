//! A client of HTTP/1.1 that does as little as it can: what is measured is the service.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    body: Vec<u8>,
}

impl Connection {
    pub async fn open(url: &str) -> Self {
        let host = url.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await.expect("the service listens");
        stream.set_nodelay(true).expect("a socket");
        Self { stream: BufReader::with_capacity(1 << 17, stream), host, body: Vec::new() }
    }

    /// The body of the answer, of whichever of the two forms of HTTP/1.1.
    pub async fn get(&mut self, path: &str) -> &[u8] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes()).await.expect("it reads");
        let first = self.line().await;
        assert!(first.starts_with("HTTP/1.1 200"), "{first}");
        let mut length = None;
        loop {
            let line = self.line().await.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = Some(value.trim().parse().expect("a length"));
            }
        }
        self.body.clear();
        match length {
            Some(length) => self.take(length).await,
            None => loop {
                let length = usize::from_str_radix(&self.line().await, 16).expect("a chunk");
                self.take(length).await;
                self.line().await;
                if length == 0 {
                    break;
                }
            },
        }
        &self.body
    }

    async fn take(&mut self, length: usize) {
        let from = self.body.len();
        self.body.resize(from + length, 0);
        self.stream.read_exact(&mut self.body[from..]).await.expect("a whole body");
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).await.expect("a line");
        line.trim_end().to_owned()
    }
}
