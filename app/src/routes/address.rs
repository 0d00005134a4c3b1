//! Our routes as the framework's router takes them.

use domain::route::Route;
use leptos_router::{PartialPathMatch, PathSegment, PossibleRouteMatch};

/// The address of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At(&'static str);

impl At {
    pub fn of<P>(route: Route<P>) -> Self {
        Self(route.pattern())
    }

    fn segments(self) -> impl Iterator<Item = PathSegment> {
        self.0.split('/').filter(|segment| !segment.is_empty()).map(|segment| {
            match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => PathSegment::Param(name.into()),
                None => PathSegment::Static(segment.into()),
            }
        })
    }
}

impl PossibleRouteMatch for At {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let (mut rest, mut parameters) = (path, Vec::new());
        // What is left may be the slash at an address's end, and is the whole of the first page's.
        for segment in self.segments() {
            rest = rest.strip_prefix('/')?;
            let (here, after) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            match segment {
                PathSegment::Param(name) if !here.is_empty() => parameters.push((name, here.to_owned())),
                PathSegment::Static(word) if word == here => {}
                _ => return None,
            }
            rest = after;
        }
        let matched = &path[..path.len() - rest.len()];
        Some(PartialPathMatch::new(rest, parameters, matched))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.segments());
        if path.is_empty() {
            path.push(PathSegment::Static("/".into()));
        }
    }
}
