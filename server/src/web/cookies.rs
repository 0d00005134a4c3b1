//! Our cookies: what they are called, and what browsers may do with them.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::Duration;

/// What browsers give back behind TLS only, with nobody but this very host having set it.
const HOST_ONLY: &str = "__Host-";
/// The longest e-mail address (RFC 5321).
const LONGEST_EMAIL: usize = 254;
/// How long what was typed stands in the form again.
const TYPED_LASTS: Duration = Duration::minutes(2);

/// One of our cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// A login's token.
    Login,
    /// The device's tokens, with dots between them.
    Device,
    /// The e-mail address that was typed in a form that was refused; in base64.
    Typed,
}

impl Name {
    /// The name in the clear.
    const fn plain(self) -> &'static str {
        match self {
            Self::Login => "lectern_login",
            Self::Device => "lectern_device",
            Self::Typed => "lectern_typed",
        }
    }

    /// The name that is read and written: behind TLS nobody on another host, or on the way, can have set it.
    fn in_use(self, https: bool) -> String {
        let prefix = if https { HOST_ONLY } else { "" };
        format!("{prefix}{}", self.plain())
    }

    /// The cookie's value.
    pub fn read(self, jar: &CookieJar, https: bool) -> Option<String> {
        let cookie = jar.get(&self.in_use(https))?;
        Some(cookie.value().to_owned()).filter(|value| !value.is_empty())
    }

    /// The cookie with this value.
    pub fn set(self, jar: CookieJar, https: bool, value: String, lasts: Duration) -> CookieJar {
        let mut cookie = made(self.in_use(https), https, value);
        cookie.set_max_age(lasts);
        jar.add(cookie)
    }

    /// Has the browser forget the cookie, and the one that went by its plain name before there was TLS.
    pub fn remove(self, jar: CookieJar, https: bool) -> CookieJar {
        let mut gone = made(self.in_use(https), https, String::new());
        gone.make_removal();
        self.remove_plain(jar.add(gone), https)
    }

    /// Has the browser forget a cookie of the plain name, where that isn't the one in use.
    pub fn remove_plain(self, jar: CookieJar, https: bool) -> CookieJar {
        if !https || jar.get(self.plain()).is_none() {
            return jar;
        }
        let mut gone = made(self.plain().to_owned(), https, String::new());
        gone.make_removal();
        jar.add(gone)
    }
}

fn made(name: String, https: bool, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").http_only(true).secure(https).same_site(SameSite::Lax).build()
}

/// The device's tokens in its cookie; what has another form than ours is none.
pub fn devices(jar: &CookieJar, https: bool) -> Vec<String> {
    let value = Name::Device.read(jar, https).unwrap_or_default();
    let ours = |token: &&str| token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    value.split('.').filter(ours).map(str::to_owned).collect()
}

/// Keeps what was typed as an e-mail address for the form that comes next. No address of a page holds it, so it is in no log
/// and no history.
pub fn keep_typed(jar: CookieJar, https: bool, email: &str) -> CookieJar {
    if email.is_empty() || email.len() > LONGEST_EMAIL {
        return jar;
    }
    Name::Typed.set(jar, https, URL_SAFE_NO_PAD.encode(email), TYPED_LASTS)
}

/// What was typed in the form that was refused.
pub fn typed(jar: &CookieJar, https: bool) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(Name::Typed.read(jar, https)?).ok()?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, header};

    fn jar(cookies: &str) -> CookieJar {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().unwrap());
        CookieJar::from_headers(&headers)
    }

    fn lines(jar: &CookieJar) -> Vec<String> {
        jar.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn behind_tls_a_cookie_is_this_hosts_alone() {
        let set = lines(&Name::Login.set(CookieJar::new(), true, "t".into(), Duration::days(30)));
        assert_eq!(set, ["__Host-lectern_login=t; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=2592000"]);
        let set = lines(&Name::Login.set(CookieJar::new(), false, "t".into(), Duration::days(30)));
        assert_eq!(set, ["lectern_login=t; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000"]);
    }

    #[test]
    fn behind_tls_a_cookie_that_anybody_may_have_set_is_not_believed() {
        let both = jar("lectern_login=planted; __Host-lectern_login=ours");
        assert_eq!(Name::Login.read(&both, true).as_deref(), Some("ours"));
        assert_eq!(Name::Login.read(&jar("lectern_login=planted"), true), None);
        assert_eq!(Name::Login.read(&jar("lectern_login=ours"), false).as_deref(), Some("ours"));
    }

    #[test]
    fn the_plain_one_goes_when_the_other_comes() {
        let kept = Name::Login.remove_plain(jar("lectern_login=old"), true);
        let gone = kept.get("lectern_login").unwrap();
        assert_eq!((gone.value(), gone.max_age()), ("", Some(Duration::ZERO)));
        let kept = Name::Login.remove_plain(jar("lectern_login=mine"), false);
        assert_eq!(kept.get("lectern_login").unwrap().value(), "mine");
    }

    #[test]
    fn a_device_has_tokens_of_our_own_form_only() {
        let (one, two) = ("a".repeat(64), "0".repeat(64));
        let cookie = format!("lectern_device={one}.short.{two}.{}", "z".repeat(64));
        assert_eq!(devices(&jar(&cookie), false), [one, two]);
        assert_eq!(devices(&CookieJar::new(), false), [""; 0]);
    }

    #[test]
    fn what_was_typed_comes_back_whatever_it_is() {
        for email in ["ann@school.example", "a; b=c\r\n", "ünï@schule.example"] {
            let kept = keep_typed(CookieJar::new(), false, email);
            assert_eq!(typed(&kept, false).as_deref(), Some(email));
            assert!(!lines(&kept)[0].contains(email));
        }
        assert_eq!(typed(&keep_typed(CookieJar::new(), false, &"x".repeat(255)), false), None);
        assert_eq!(typed(&jar("lectern_typed=%%%"), false), None);
    }
}
