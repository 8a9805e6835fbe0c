//! Servers on loopback that say what a test tells them to say, once each.

#![allow(dead_code)] // each test binary uses a part

use std::sync::{Arc, Mutex};

use futures::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};

/// One answer to one call.
pub struct Recorded {
    method: String,
    status: u64,
    headers: String,
    body: String,
}

impl Recorded {
    /// An answer that gives what was asked for.
    pub fn ok(method: &str, body: Value) -> Self {
        Self { method: method.to_owned(), status: 200, headers: String::new(), body: body.to_string() }
    }

    /// The call is taken, and its answer lost.
    pub fn lost(method: &str) -> Self {
        Self { status: 0, ..Self::ok(method, Value::Null) }
    }

    /// A recording of status, headers and body.
    pub fn of(method: &str, recording: &Value) -> Self {
        let lines = recording["headers"].as_array().into_iter().flatten();
        let headers = lines
            .filter_map(Value::as_str)
            .filter(|line| line.starts_with("RateLimit") || line.starts_with("Retry-After"))
            .map(|line| format!("{line}\r\n"))
            .collect();
        Self {
            method: method.to_owned(),
            status: recording["status"].as_u64().expect("a status"),
            headers,
            body: recording["body"].to_string(),
        }
    }
}

/// Serves each answer once, to the first call of its method; tells the address.
pub async fn serve_http(answers: Vec<Recorded>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let answers = Arc::new(Mutex::new(answers));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer_one(stream, answers.clone()));
        }
    });
    address
}

async fn answer_one(stream: TcpStream, answers: Arc<Mutex<Vec<Recorded>>>) {
    let mut stream = BufReader::new(stream);
    let (mut call, mut line, mut length) = (String::new(), String::new(), 0_usize);
    stream.read_line(&mut call).await.unwrap();
    while stream.read_line(&mut line).await.is_ok_and(|read| read > 2) {
        let header = std::mem::take(&mut line).to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    stream.read_exact(&mut vec![0; length]).await.unwrap();
    let recorded = {
        let mut answers = answers.lock().unwrap();
        let place = answers.iter().position(|answer| call.contains(&format!("/xrpc/{}", answer.method)));
        place.map(|place| answers.remove(place))
    };
    let recorded = recorded.unwrap_or_else(|| Recorded {
        method: String::new(),
        status: 500,
        headers: String::new(),
        body: format!(r#"{{"error":"Unrecorded","message":"no answer left for {}"}}"#, call.trim().replace('"', "'")),
    });
    if recorded.status == 0 {
        return;
    }
    let answer = format!(
        "HTTP/1.1 {} X\r\ncontent-type: application/json\r\n{}content-length: {}\r\nconnection: close\r\n\r\n{}",
        recorded.status,
        recorded.headers,
        recorded.body.len(),
        recorded.body
    );
    stream.get_mut().write_all(answer.as_bytes()).await.unwrap();
}

/// A stream server.
pub struct StreamServer {
    address: String,
}

impl StreamServer {
    /// Its address with a path.
    pub fn url(&self, path: &str) -> String {
        format!("ws://{}{path}", self.address)
    }
}

/// Gives each client in turn its messages, then stays silent.
pub async fn serve_stream(clients: Vec<Vec<String>>) -> StreamServer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        for messages in clients {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut socket = accept_hdr_async(stream, agree).await.unwrap();
                for message in messages {
                    socket.send(Message::text(message)).await.unwrap();
                }
                while socket.next().await.is_some_and(|message| message.is_ok()) {}
            });
        }
    });
    StreamServer { address }
}

/// Speaks whatever form the client offers.
#[allow(clippy::result_large_err)] // the library's signature
fn agree(request: &Request, mut response: Response) -> Result<Response, ErrorResponse> {
    const PROTOCOL: &str = "sec-websocket-protocol";
    if let Some(offered) = request.headers().get(PROTOCOL) {
        response.headers_mut().insert(PROTOCOL, offered.clone());
    }
    Ok(response)
}
