//! What people wrote, in HTML that is written as text.

/// Appends it so that it can only ever be read as text.
pub fn push(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_people_wrote_is_text() {
        let mut html = String::new();
        super::push(&mut html, "<b title='a\"'>R&D</b>");
        assert_eq!(html, "&lt;b title=&#39;a&quot;&#39;&gt;R&amp;D&lt;/b&gt;");
    }
}
