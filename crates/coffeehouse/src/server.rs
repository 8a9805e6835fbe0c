//! The HTTP server, from binding to an orderly end.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use pipeline::Handle;
use tokio::net::TcpListener;
use url::Url;
use web::{App, Settings};

/// Live streams never end by themselves; after this time they are cut.
const FAREWELL: Duration = Duration::from_secs(2);

/// Takes the address to listen on.
pub async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| {
        format!("cannot listen on {listen}; another program may use that port, choose one with --listen 127.0.0.1:0")
    })
}

/// Where people reach a server that was told nothing else.
pub fn local_url(listener: &TcpListener) -> anyhow::Result<Url> {
    let mut address = listener.local_addr()?;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    Ok(Url::parse(&format!("http://{address}/"))?)
}

/// Serves until told to stop, then lets what was begun finish.
pub async fn run(listener: TcpListener, pipeline: Handle, settings: Settings) -> anyhow::Result<ExitCode> {
    let router = web::router(App::new(pipeline.clone(), settings));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stop_asked());
    let cut = async {
        stop_asked().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        served = server => served.context("the server ended")?,
        () = cut => {}
    }
    pipeline.shut_down().await;
    pipeline.store().clone().close().await;
    Ok(ExitCode::SUCCESS)
}

/// Completes when the process is asked to stop, by Ctrl-C or by the system.
async fn stop_asked() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = interrupted => {}
        () = terminated => {}
    }
}
