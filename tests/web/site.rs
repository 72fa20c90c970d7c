//! Somebody who visits the pages, with cookies and without a script.

use reqwest::header::{ACCEPT, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use scraper::{ElementRef, Html, Selector};
use summit_ledger::domain::user::UserRole;

use crate::support::http;
use crate::world::World;

/// A visitor of one ledger.
#[derive(Clone)]
pub struct Visitor {
    http: reqwest::Client,
    pub url: String,
    /// What the browser holds, each as `name=value`.
    pub cookies: Vec<String>,
}

/// A page as it came.
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Visitor {
    pub fn new(world: &World) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let http = http.build().expect("a client");
        Self { http, url: world.service.url.clone(), cookies: Vec::new() }
    }

    /// Somebody who has signed in by a token.
    pub async fn signed_in(world: &World, name: &str, role: UserRole, party: Option<&str>) -> Self {
        let token = http::token(world.db(), name, role, party).await;
        let mut visitor = Self::new(world);
        let page = visitor.send("/sign-in", &[("token", token.as_str())]).await.expect(303);
        visitor.take_cookies(&page);
        assert_eq!(visitor.cookies.len(), 1, "a session's cookie");
        visitor
    }

    pub fn take_cookies(&mut self, page: &Page) {
        for cookie in page.headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, _) = pair.split_once('=').unwrap();
            self.cookies.retain(|other| !other.starts_with(&format!("{name}=")));
            self.cookies.push(pair.to_owned());
        }
    }

    pub fn call(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let call = self.http.request(method, format!("{}{path}", self.url));
        let call = call.header(ACCEPT, "text/html");
        if self.cookies.is_empty() { call } else { call.header(COOKIE, self.cookies.join("; ")) }
    }

    pub async fn get(&self, path: &str) -> Page {
        Page::of(self.call(reqwest::Method::GET, path)).await
    }

    /// Sends a form with just these fields.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let call = self.call(reqwest::Method::POST, path);
        Page::of(call.header("Content-Type", "application/x-www-form-urlencoded").body(body)).await
    }

    /// Sends a form as a page of ours has it: with what proves that it is the visitor's own, and an
    /// id.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.get("/review").await.expect(200).value("input[name=csrf]");
        let operation = uuid::Uuid::now_v7().to_string();
        let mut all = vec![("csrf", csrf.as_str()), ("operation", operation.as_str())];
        all.extend(fields);
        self.send(path, &all).await
    }
}

impl Page {
    pub async fn of(call: reqwest::RequestBuilder) -> Self {
        let answer = call.send().await.expect("it answers");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Self { status, headers, text: answer.text().await.expect("text") }
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    pub fn location(&self) -> &str {
        self.headers[LOCATION].to_str().unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// What `read` makes of each element that answers to a selector.
    pub fn each<T>(&self, css: &str, read: impl Fn(ElementRef<'_>) -> T) -> Vec<T> {
        let page = Html::parse_document(&self.text);
        let selector = Selector::parse(css).unwrap();
        page.select(&selector).map(read).collect()
    }

    /// The texts of the elements that answer to a selector, with single spaces; none about what
    /// Chinese keeps on one line.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.each(css, |element| {
            let (mut text, mut was_kept) = (String::new(), false);
            for node in element.descendants() {
                let Some(piece) = node.value().as_text() else { continue };
                let parent = node.parent().and_then(ElementRef::wrap);
                let is_kept = parent.is_some_and(|one| one.attr("class") == Some("kept"));
                if !is_kept && !was_kept {
                    text.push(' ');
                }
                text.push_str(piece);
                was_kept = is_kept;
            }
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
    }

    /// That no words of the API's are among these: three of the Latin alphabet in a row.
    #[track_caller]
    pub fn has_no_english(&self, css: &str) {
        for text in self.texts(css) {
            let words: Vec<&str> = text.split(' ').collect();
            let is_latin = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
            let sentence = words.windows(3).find(|three| three.iter().all(is_latin));
            assert!(sentence.is_none(), "{css}: {text}");
        }
    }

    /// The value of the first field that answers to a selector.
    #[track_caller]
    pub fn value(&self, css: &str) -> String {
        let values = self.each(css, |element| element.attr("value").unwrap_or_default().to_owned());
        values.into_iter().next().unwrap_or_else(|| panic!("no {css} in {}", self.text))
    }
}
