//! Additional attributes: what else is asked on the card of a meeting (S26).

use domain::attribute::{Attribute, Form};
use domain::id::{AttributeId, KindId};
use domain::kind::Kind;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{Kept, Line, Words, fits};
use crate::api::{Failure, attributes, keep_attribute, kinds};
use crate::meeting::words::kind_name;
use crate::state::clock::now;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::field::Field;
use crate::ui::fields::{name_field, select_field, switch_field};
use crate::ui::icon::Icon;

impl Kept for Attribute {
    /// The kinds of which it can be asked.
    type Beside = Vec<Kind>;

    const ICON: Icon = Icon::DESCRIPTION;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, keeping.attributes),
            hint: td_string!(locale, keeping.attributes_hint),
            new: td_string!(locale, keeping.new_attribute),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, Vec<Kind>), Failure> {
        let (all, kinds) = (attributes().await?, kinds().await?);
        Ok((all.into_iter().filter(|attribute| fits(&attribute.name, &find)).collect(), kinds))
    }

    async fn keep(self) -> Result<(), Failure> {
        keep_attribute(self).await.map(drop)
    }

    fn new() -> Self {
        Self {
            id: AttributeId::generate(now()),
            name: String::new(),
            form: Form::Text,
            kinds: Vec::new(),
            required: false,
            archived: false,
        }
    }

    fn line(&self, _: &Vec<Kind>, locale: Locale) -> Line {
        let asked = if self.kinds.is_empty() {
            td_string!(locale, keeping.asked_of_all).to_owned()
        } else {
            td_string!(locale, keeping.asked_of_kinds, count = self.kinds.len())
        };
        let required = self.required.then(|| td_string!(locale, keeping.required).to_owned());
        let note = [Some(form_name(locale, &self.form).to_owned()), Some(asked), required];
        let note: Vec<_> = note.into_iter().flatten().collect();
        Line { note: note.join(" · "), ..Line::of(self.id.0, &self.name, self.archived) }
    }

    fn set_archived(&mut self, archived: bool) {
        self.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, beside: Vec<Kind>) -> AnyView {
        let locale = locale();
        let forms = WORDS.map(|word| (word.to_owned(), form_name(locale, &form_of(word)).to_owned()));
        view! {
            {name_field(draft, text!(keeping.name), |attribute| &mut attribute.name)}
            {select_field(
                draft,
                "keep-form",
                text!(keeping.form),
                forms.to_vec(),
                |attribute| form_word(&attribute.form).to_owned(),
                |attribute, word| attribute.form = form_of(word),
            )}
            <Options draft=draft />
            {switch_field(
                draft,
                text!(keeping.required),
                |attribute| attribute.required,
                |attribute, required| attribute.required = required,
            )}
            <Kinds draft=draft kinds=beside />
        }
        .into_any()
    }
}

/// What a choice is between, one on each line.
#[component]
fn Options(draft: RwSignal<Attribute>) -> impl IntoView {
    let typed = draft.with_untracked(|attribute| match &attribute.form {
        Form::Choice { options } => options.join("\n"),
        _ => String::new(),
    });
    let typed = StoredValue::new(typed);
    let is_choice = Memo::new(move |_| draft.with(|attribute| matches!(attribute.form, Form::Choice { .. })));
    let (label, hint) = (text!(keeping.options), text!(keeping.options_hint));
    let set = move |text: String| {
        let options =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        draft.update(|attribute| attribute.form = Form::Choice { options });
    };
    view! {
        <Show when=move || is_choice.get()>
            <Field id="keep-options" label=label hint=hint.to_owned()>
                <textarea
                    class="input"
                    id="keep-options"
                    rows="4"
                    aria-describedby="keep-options-hint"
                    on:input=move |event| set(event_target_value(&event))
                >
                    {typed.get_value()}
                </textarea>
            </Field>
        </Show>
    }
}

/// Of meetings of which kinds it is asked; of all, as long as none is ticked.
#[component]
fn Kinds(draft: RwSignal<Attribute>, kinds: Vec<Kind>) -> impl IntoView {
    let locale = locale();
    let turn = move |id: KindId, asked: bool| {
        draft.update(|attribute| {
            attribute.kinds.retain(|kind| *kind != id);
            if asked {
                attribute.kinds.push(id);
            }
        });
    };
    let tick = move |kind: Kind| {
        let id = kind.id;
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || draft.with(|attribute| attribute.kinds.contains(&id))
                    on:change=move |event| turn(id, event_target_checked(&event))
                />
                {kind_name(locale, id, &kind.name)}
            </label>
        }
    };
    let all = move || {
        draft.with(|attribute| attribute.kinds.is_empty()).then(|| td_string!(locale, keeping.asked_of_all))
    };
    view! {
        <fieldset class="field checklist-edit">
            <legend class="field-label">{text!(keeping.asked_of)} " " {all}</legend>
            <div class="field-row switches">
                {kinds.into_iter().filter(|kind| !kind.archived).map(tick).collect_view()}
            </div>
        </fieldset>
    }
}

const WORDS: [&str; 5] = ["text", "number", "date", "choice", "yes_no"];

fn form_word(form: &Form) -> &'static str {
    match form {
        Form::Text => WORDS[0],
        Form::Number => WORDS[1],
        Form::Date => WORDS[2],
        Form::Choice { .. } => WORDS[3],
        Form::YesNo => WORDS[4],
    }
}

fn form_of(word: &str) -> Form {
    match word {
        "number" => Form::Number,
        "date" => Form::Date,
        "choice" => Form::Choice { options: Vec::new() },
        "yes_no" => Form::YesNo,
        _ => Form::Text,
    }
}

fn form_name(locale: Locale, form: &Form) -> &'static str {
    match form {
        Form::Text => td_string!(locale, keeping.form_text),
        Form::Number => td_string!(locale, keeping.form_number),
        Form::Date => td_string!(locale, keeping.form_date),
        Form::Choice { .. } => td_string!(locale, keeping.form_choice),
        Form::YesNo => td_string!(locale, keeping.form_yes_no),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_its_word() {
        for word in WORDS {
            assert_eq!(form_word(&form_of(word)), word);
        }
    }
}
