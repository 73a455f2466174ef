//! GraphiQL, built from `web/` and served from the binary: it works on a closed network.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

/// The built page, compressed.
#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Bundle;

/// The page itself.
pub async fn page() -> Response {
    serve("index.html")
}

/// Whatever the page loads.
pub async fn asset(Path(path): Path<String>) -> Response {
    serve(&path)
}

fn serve(path: &str) -> Response {
    let Some(kind) = content_type(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Names below assets/ carry a hash of what they hold.
    let caching = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, caching),
    ];
    if let Some(file) = Bundle::get(&format!("{path}.gz")) {
        (headers, [(header::CONTENT_ENCODING, "gzip")], file.data).into_response()
    } else if let Some(file) = Bundle::get(path) {
        (headers, file.data).into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

fn content_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "ttf" => "font/ttf",
        "woff2" => "font/woff2",
        "md" => "text/markdown; charset=utf-8",
        _ => return None,
    })
}
