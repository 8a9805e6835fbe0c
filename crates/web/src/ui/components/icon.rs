//! Small drawings. Each stands beside a word, never alone, so all are hidden from readers.

use maud::{Markup, html};

/// The house's own sign: a cup from above.
pub fn cup() -> Markup {
    html! { svg.cup-sign viewBox="0 0 20 20" aria-hidden="true" {
        circle cx="9" cy="10.5" r="6.5" {} path d="M14.8 7.8a2.7 2.7 0 0 1 0 5.4" {}
    } }
}

/// A line drawing on a 24-unit square, named by what it shows; empty for an unknown name.
pub fn line(name: &str) -> Markup {
    let path = match name {
        "inbox" => "M3 12h5l1.5 3h5L16 12h5M3 12l3-7h12l3 7v7H3z",
        "floor" => {
            "M17 12a5 5 0 1 1-10 0 5 5 0 0 1 10 0zM12 2.8v.4M20 7.2l-.3.2M20 16.8l-.3-.2M12 21.2v-.4M4 16.8l.3-.2M4 7.2l.3.2"
        }
        "figures" => "M4 19h16M4 15l5-1 4-6 7-2.5",
        "topic" => "M4 6h16M4 12h10M4 18h13",
        "channel" => "M5 19a14 14 0 0 1 14-14M5 13a8 8 0 0 1 8-8M6.5 18.5a2 2 0 1 0-.01 0z",
        "member" => "M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM4.5 20a7.5 7.5 0 0 1 15 0",
        "find" => "M16 10.5a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM14.8 14.8 20 20",
        "lock" => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
        "envelope" => "M3.5 6h17v12h-17zM3.5 7l8.5 6.5L20.5 7",
        "picture" => "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.2v.1",
        "check" => "M4.5 12.5 10 18 19.5 6.5",
        "checks" => "M2.5 12.5 8 18 17.5 6.5M13 18 22.5 6.5",
        "clock" => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 7.5V12l3 2",
        "question" => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9.5 9.6a2.6 2.6 0 1 1 2.6 3.1v1.2M12.1 16.6v.2",
        "cross" => "M6 6l12 12M18 6 6 18",
        "warn" => "M12 4 21 19.5H3zM12 10v4.5M12 16.8v.2",
        "back" => "M10 6l-6 6 6 6M4 12h16",
        "out" => "M9 5H5v14h14v-4M13 5h6v6M19 5l-8 8",
        "pencil" => "M4 20l4-1L20 7l-3-3L5 16z",
        "urgent" => "M6 12l6-6 6 6M6 19l6-6 6 6",
        "high" => "M6 15l6-6 6 6",
        "low" => "M6 9l6 6 6-6",
        "owe" => "M5 4h14v16l-3.5-2.5L12 20l-3.5-2.5L5 20zM9 9h6M9 13h4",
        "bell" => "M6 16v-5a6 6 0 1 1 12 0v5l1.5 2h-15zM10 20.5h4",
        "pin" => "M9 4h6l-1 7 3 3H7l3-3zM12 14v6",
        "pause" => "M8 5v14M16 5v14",
        _ => "",
    };
    html! { svg.icon viewBox="0 0 24 24" aria-hidden="true" { path d=(path) {} } }
}
