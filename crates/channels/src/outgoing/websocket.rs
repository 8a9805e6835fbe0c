//! Streams from other servers.

use std::pin::Pin;
use std::sync::Arc;

use futures::{SinkExt, StreamExt};
use reqwest::header::{HeaderMap, HeaderValue, SEC_WEBSOCKET_PROTOCOL, USER_AGENT as AGENT};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::{ProtocolError, SubProtocolError};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use url::Url;

use super::client::{OutgoingClient, host_of};
use super::resolver::GuardedResolver;
use super::tls::tls_config;
use super::{OutgoingError, USER_AGENT};

/// The longest refusal that is kept, to tell why.
const REFUSAL_BYTES_MAX: usize = 2_000;

/// The bytes below a stream, encrypted or not.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// An open stream of messages.
pub struct Socket {
    host: String,
    stream: Pin<Box<WebSocketStream<Box<dyn Wire>>>>,
}

/// A stream and what the server said when it opened.
pub struct SocketOpened {
    /// The stream.
    pub socket: Socket,
    /// The headers of the answer.
    pub headers: HeaderMap,
}

impl OutgoingClient {
    /// Opens a WebSocket, to the address that was checked and no other. Messages over `message_bytes_max` end it.
    ///
    /// # Errors
    /// [`OutgoingError::Refused`] carries the beginning of the refusal; see there for the rest.
    pub async fn open_socket(
        &self,
        url: &Url,
        protocol: Option<&'static str>,
        message_bytes_max: usize,
    ) -> Result<SocketOpened, OutgoingError> {
        self.policy().check(url, ["wss", "ws"])?;
        let host = host_of(url);
        let opening = open(self, url, &host, protocol, message_bytes_max);
        match timeout(self.connect_limit() * 2, opening).await {
            Ok(opened) => opened,
            Err(_) => Err(OutgoingError::TimedOut { host }),
        }
    }
}

impl Socket {
    /// The next text; `None` when a ping, a pong or anything else than text came. Cancel-safe.
    ///
    /// # Errors
    /// When the stream has ended or broke.
    pub async fn next(&mut self) -> Result<Option<String>, OutgoingError> {
        match self.stream.next().await {
            Some(Ok(Message::Text(text))) => Ok(Some(text.as_str().to_owned())),
            Some(Ok(Message::Close(frame))) => {
                let why = frame.map_or_else(
                    || "closed by the server".to_owned(),
                    |frame| format!("closed by the server: {} {}", frame.code, frame.reason),
                );
                Err(self.broken(why))
            }
            Some(Ok(_)) => Ok(None),
            Some(Err(error)) => Err(self.broken(error)),
            None => Err(self.broken("closed by the server")),
        }
    }

    /// Asks for a sign of life, which comes as a message that is no text.
    ///
    /// # Errors
    /// When the stream broke.
    pub async fn ping(&mut self) -> Result<(), OutgoingError> {
        let ping = Message::Ping(Bytes::new());
        self.stream.send(ping).await.map_err(|error| self.broken(error))
    }

    /// Says goodbye, without waiting for an answer.
    pub async fn close(mut self) {
        // The other side may be gone already, which is as good.
        let _ = self.stream.send(Message::Close(None)).await;
    }

    fn broken(&self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> OutgoingError {
        OutgoingError::Broken { host: self.host.clone(), source: source.into() }
    }
}

async fn open(
    client: &OutgoingClient,
    url: &Url,
    host: &str,
    protocol: Option<&'static str>,
    message_bytes_max: usize,
) -> Result<SocketOpened, OutgoingError> {
    let connect_failed = |source: Box<dyn std::error::Error + Send + Sync>| {
        let host = host.to_owned();
        OutgoingError::Connect { host, source }
    };
    let mut request = url.as_str().into_client_request().map_err(|error| connect_failed(error.into()))?;
    let headers = request.headers_mut();
    headers.insert(AGENT, HeaderValue::from_static(USER_AGENT));
    if let Some(protocol) = protocol {
        headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(protocol));
    }

    let wire = connect(client, url, host).await?;
    let config =
        WebSocketConfig::default().max_message_size(Some(message_bytes_max)).max_frame_size(Some(message_bytes_max));
    match client_async_with_config(request, wire, Some(config)).await {
        Ok((stream, answer)) => Ok(SocketOpened {
            socket: Socket { host: host.to_owned(), stream: Box::pin(stream) },
            headers: answer.headers().clone(),
        }),
        Err(Error::Http(answer)) => {
            let body = answer.body().as_deref().unwrap_or_default();
            let body = &body[..body.len().min(REFUSAL_BYTES_MAX)];
            Err(OutgoingError::Refused {
                host: host.to_owned(),
                status: answer.status().as_u16(),
                body: String::from_utf8_lossy(body).into_owned(),
            })
        }
        // The server names no form of its own, so it speaks the only one that it has. The library gives up there.
        Err(Error::Protocol(ProtocolError::SecWebSocketSubProtocolError(SubProtocolError::NoSubProtocol))) => {
            Box::pin(open(client, url, host, None, message_bytes_max)).await
        }
        Err(error) => Err(connect_failed(error.into())),
    }
}

async fn connect(client: &OutgoingClient, url: &Url, host: &str) -> Result<Box<dyn Wire>, OutgoingError> {
    let connect_failed =
        |source: std::io::Error| OutgoingError::Connect { host: host.to_owned(), source: source.into() };
    let port = url.port_or_known_default().ok_or(OutgoingError::NoHost)?;
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let resolver = GuardedResolver { policy: client.policy() };
    let addresses = resolver.addresses(name, port).await?;
    let stream = TcpStream::connect(&addresses[..]).await.map_err(connect_failed)?;
    stream.set_nodelay(true).map_err(connect_failed)?;
    if url.scheme() == "ws" {
        return Ok(Box::new(stream));
    }
    let server = ServerName::try_from(name.to_owned()).map_err(|error| connect_failed(std::io::Error::other(error)))?;
    let tls = TlsConnector::from(Arc::new(tls_config(client.roots(), &[b"http/1.1"])))
        .connect(server, stream)
        .await
        .map_err(connect_failed)?;
    Ok(Box::new(tls))
}
