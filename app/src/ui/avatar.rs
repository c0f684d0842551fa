//! A person as two letters in a colour of their own.

use leptos::prelude::*;

/// `size` is a class of the style sheet: empty, `small` or `large`.
#[component]
pub fn Avatar(#[prop(into)] name: String, #[prop(optional)] size: &'static str) -> impl IntoView {
    let class = if size.is_empty() { "avatar".to_owned() } else { format!("avatar {size}") };
    view! {
        <span class=class style=format!("--hue:{}", hue(&name)) aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// The first letters of the first two words of a name.
pub fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.take(2).flat_map(char::to_uppercase).collect()
}

/// Degrees of the colour circle: the same for a name always, different for most.
fn hue(name: &str) -> u32 {
    let mixed = name.chars().fold(7_u32, |sum, letter| sum.wrapping_mul(31).wrapping_add(u32::from(letter)));
    mixed % 360
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_stand_for_a_name() {
        assert_eq!(initials("Anna Petrova"), "AP");
        assert_eq!(initials("ирина"), "И");
        assert_eq!(initials("Иван Иванович Иванов"), "ИИ");
    }
}
