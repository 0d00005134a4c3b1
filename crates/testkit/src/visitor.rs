//! Somebody with a browser's cookies and without a browser.

use std::net::SocketAddr;

use anyhow::{Context as _, ensure};
use reqwest::{Client, RequestBuilder, Response, header, redirect};
use store::seed;

/// The cookie that holds a login.
const LOGIN: &str = "lectern_login=";
/// The cookie by which a device is known again.
const DEVICE: &str = "lectern_device=";

/// Somebody at a server, signed in or not.
#[derive(Debug, Clone)]
pub struct Visitor {
    client: Client,
    server: SocketAddr,
    /// The host name they type, where it isn't the server's address.
    host: Option<String>,
    /// The `Cookie` header that signs them in.
    pub cookie: Option<String>,
    /// The cookie by which their device is known again.
    pub device: Option<String>,
}

impl Visitor {
    /// Somebody who isn't signed in.
    ///
    /// # Errors
    /// Where no client can be made.
    pub fn new(server: SocketAddr) -> anyhow::Result<Self> {
        let client = Client::builder().redirect(redirect::Policy::none()).build()?;
        Ok(Self { client, server, host: None, cookie: None, device: None })
    }

    /// They come to another server from now on, with the same cookies.
    #[must_use]
    pub fn moved_to(self, server: SocketAddr) -> Self {
        Self { server, ..self }
    }

    /// They come by this host name from now on.
    #[must_use]
    pub fn at(self, host: &str) -> Self {
        Self { host: Some(host.to_owned()), ..self }
    }

    /// Somebody of the demo school, signed in.
    ///
    /// # Errors
    /// Where the server refuses.
    pub async fn demo(server: SocketAddr, person: &seed::Person) -> anyhow::Result<Self> {
        let mut visitor = Self::new(server)?;
        let answer = visitor.sign_in(person.email, seed::PASSWORD).await?;
        ensure!(visitor.cookie.is_some(), "{} can't sign in: {answer:?}", person.email);
        Ok(visitor)
    }

    /// Fills the sign-in form in and keeps the login, if there is one.
    ///
    /// # Errors
    /// Where the server doesn't answer.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> anyhow::Result<Response> {
        let form = [("email", email), ("password", password), ("next", "/")];
        let answer = self.post("/sign-in").form(&form).send().await?;
        let pair = |name: &str| {
            let lines = answer.headers().get_all(header::SET_COOKIE);
            let mut pairs = lines.iter().filter_map(|line| line.to_str().ok()?.split(';').next());
            pairs.find(|pair| pair.starts_with(name)).map(str::to_owned)
        };
        self.cookie = pair(LOGIN);
        self.device = pair(DEVICE).or(self.device.take());
        Ok(answer)
    }

    /// A `GET` for a path.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.known(self.client.get(self.url(path)))
    }

    /// A `POST` to a path.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.known(self.client.post(self.url(path)))
    }

    /// The text that a path answers with.
    ///
    /// # Errors
    /// Where it doesn't answer well.
    pub async fn text(&self, path: &str) -> anyhow::Result<String> {
        let answer = self.get(path).send().await?.error_for_status()?;
        answer.text().await.context("its text")
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> SocketAddr {
        self.server
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server)
    }

    fn known(&self, request: RequestBuilder) -> RequestBuilder {
        let request = match &self.host {
            Some(host) => request.header(header::HOST, host),
            None => request,
        };
        let cookies: Vec<_> = [&self.cookie, &self.device].into_iter().flatten().cloned().collect();
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) }
    }
}
