//! What a visit costs on the wire, where most of the waiting is, and what it may cost (`budget.toml`).

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::assets::Addresses;
use super::program::Library;
use crate::place;
use crate::step::{OrSay as _, Result, Trouble};

/// From the page of signing in to the week: the styles, the program without its parts, and their scripts.
pub(crate) struct Budget {
    /// Bytes as Brotli leaves them, with the address of the file.
    files: Vec<(u64, String)>,
    /// The same of what comes when it is opened: the parts of the program, the styles of such screens, the map.
    parts: Vec<(u64, String)>,
    allowed: Allowed,
    library: Library,
}

/// `budget.toml`. Bytes.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Allowed {
    /// More is refused.
    most: u64,
}

impl Budget {
    pub(super) fn of(site: &Path, addresses: &Addresses, library: Library) -> Result<Self> {
        let file = place::root().join("budget.toml");
        let allowed = fs::read_to_string(&file).or_say("budget.toml cannot be read")?;
        let allowed = toml::from_str(&allowed).or_say("budget.toml cannot be read")?;
        let sized = |address: &str| {
            let compressed = site.join(format!("{}.br", address.trim_start_matches('/')));
            let about =
                fs::metadata(&compressed).or_say(format_args!("{} is missing", compressed.display()))?;
            Ok((about.len(), address.to_owned()))
        };
        let Addresses { css, later, js, wasm, loader, map, map_styles, program, parts } = addresses;
        let mut of_parts: Vec<&String> = parts.values().flatten().collect();
        of_parts.sort_unstable();
        of_parts.dedup();
        Ok(Self {
            files: [wasm, js, loader, css].into_iter().map(|file| sized(file)).collect::<Result<_>>()?,
            parts: [later, map, map_styles]
                .into_iter()
                .map(|file| sized(file))
                .chain(of_parts.into_iter().map(|part| sized(&format!("{program}/{part}.wasm"))))
                .collect::<Result<_>>()?,
            allowed,
            library,
        })
    }

    fn sum(&self) -> u64 {
        self.files.iter().map(|(bytes, _)| bytes).sum()
    }

    /// # Errors
    /// A visit costs more than it may. With the standard library as it is shipped that is told and not refused: who
    /// cannot have its source cannot help it.
    pub(crate) fn keep(&self) -> Result<()> {
        let (sum, most) = (self.sum(), self.allowed.most);
        if sum <= most || self.library == Library::AsShipped {
            return Ok(());
        }
        Err(Trouble::new(format!(
            "from signing in to the week {sum} bytes cross the wire, {} more than the {most} of budget.toml",
            sum - most
        ))
        .remedy("let what is not seen at once be a part of its own (#[lazy], #[lazy_route])"))
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = |files: &[(u64, String)]| {
            files.iter().try_for_each(|(bytes, address)| writeln!(formatter, "{:>8}  {address}", bytes))
        };
        list(&self.files)?;
        let (sum, most) = (self.sum(), self.allowed.most);
        writeln!(formatter, "{sum:>8}  bytes from signing in to the week; at most {most}")?;
        if self.library == Library::AsShipped {
            writeln!(
                formatter,
                "          with the standard library as it is shipped: not counted against budget.toml"
            )?;
        }
        for (bytes, address) in &self.parts {
            writeln!(formatter, "{bytes:>8}  {address}, when it is opened")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(bytes: [u64; 2], library: Library) -> Budget {
        let file = |bytes| (bytes, "/assets/a".to_owned());
        let allowed = Allowed { most: 100 };
        Budget { files: bytes.map(file).to_vec(), parts: vec![file(1_000)], allowed, library }
    }

    #[test]
    fn what_costs_more_than_it_may_is_refused() {
        assert!(budget([60, 40], Library::Small).keep().is_ok());
        let refused = budget([60, 41], Library::Small).keep().unwrap_err().to_string();
        assert!(
            refused.starts_with("from signing in to the week 101 bytes cross the wire, 1 more"),
            "{refused}"
        );
    }

    #[test]
    fn who_cannot_have_the_library_s_source_is_told_only() {
        let budget = budget([600, 0], Library::AsShipped);
        assert!(budget.keep().is_ok() && budget.to_string().contains("not counted"));
    }
}
