use super::*;
use crate::derive::terms::Terms;

/// The titles of stretches of these texts.
fn titles_of(texts: &[&str]) -> Vec<String> {
    hinted(texts, &[])
}

/// The same where something was written in the class meanwhile.
fn hinted(texts: &[&str], hints: &[&str]) -> Vec<String> {
    let language = Language::of(texts.iter().copied());
    let terms = Terms::new(language);
    let hint = |i: usize| hints.get(i).map(|hint| terms.of(hint)).unwrap_or_default();
    let stretches: Vec<Stretch<'_>> = texts
        .iter()
        .enumerate()
        .map(|(i, text)| Stretch { texts: vec![text], terms: terms.of(text), hints: hint(i) })
        .collect();
    titles(&stretches, language).into_iter().map(Option::unwrap_or_default).collect()
}

#[test]
fn a_title_names_what_only_this_stretch_is_about() {
    let titles = titles_of(&[
        "The potential energy of the spring. All the potential energy is in the spring, and the mass rests.",
        "The natural frequency of the swing. Push at the natural frequency, and the mass of the swing moves.",
    ]);
    assert_eq!(titles, ["Potential energy", "Natural frequency"]);
}

#[test]
fn the_speakers_own_words_for_the_topic_are_the_title() {
    let titles = titles_of(&[
        "Good morning. Today we talk about photosynthesis. A plant takes light and makes sugar. Without photosynthesis \
         there is no oxygen for us.",
        "Next: the water cycle. Rain falls on the mountains, runs into rivers, and the sun lifts it up again.",
        "In the nineteenth century somebody found out why. This is called the law of conservation, and it holds here.",
    ]);
    assert_eq!(titles, ["Photosynthesis", "Water cycle", "Law of conservation"]);
}

#[test]
fn words_that_happen_to_be_frequent_are_no_title() {
    let titles = titles_of(&[
        "Had he been a man of any age, they tried to say it direct. But they failed, and we failed, and you tried.",
        "You push and you push. We push, they push. It swung.",
    ]);
    assert_eq!(titles[0], "Had he been a man of any age…");
    assert_eq!(titles[1], "You push and you push");
}

#[test]
fn the_commonest_form_is_shown_and_phrases_stop_at_marks() {
    let titles =
        titles_of(&["The ribosomes build. A ribosome reads. The ribosomes, machines. Ribosomes work."]);
    assert_eq!(titles, ["Ribosomes"]);
    let titles = titles_of(&[
        "The code of DNA is long. We copy DNA, and in DNA there are letters. Every cell has DNA.",
    ]);
    assert_eq!(titles, ["DNA"]);
}

#[test]
fn nouns_are_preferred_to_verbs() {
    let titles = titles_of(&[
        "You push and you push. We push, they push. The bridge. A bridge falls. An old bridge. On the bridge.",
    ]);
    assert_eq!(titles, ["Bridge"]);
}

#[test]
fn a_poll_of_that_time_says_what_matters() {
    let texts = [
        "The lens is of glass. The lens bends the light, and the mirror throws the light back. A mirror, a lens, and the \
         light. The mirror is flat, the lens is not. In the mirror you see the light.",
    ];
    let titles = hinted(&texts, &["What does a mirror do?"]);
    assert_eq!(titles, ["Mirror"]);
}

#[test]
fn speech_without_a_single_mark_has_a_title() {
    let titles = titles_of(&[
        "all right so uh last time we finished with the derivative and today we're going to do the chain rule the chain rule \
         tells you how to take the derivative of a function inside a function so it's cosine times two x that's the chain \
         rule any questions",
        "zero zero zero zero zero okay thank you",
    ]);
    assert_eq!(titles, ["Chain rule", "Zero zero zero zero zero okay thank you"]);
}

#[test]
fn nothing_to_say_is_no_title() {
    assert_eq!(titles_of(&["And so it is. You know.", ""]), ["", ""]);
}

#[test]
fn other_languages_have_titles_too() {
    let german = titles_of(&[
        "Guten Morgen. Heute sprechen wir über die Photosynthese. Eine Pflanze nimmt Licht auf und macht daraus Zucker. Bei \
         der Photosynthese entsteht Sauerstoff.",
        "Nun kommen wir zum Wasserkreislauf. Der Regen fällt auf die Berge, und der Wasserkreislauf beginnt von vorn. Die \
         Sonne treibt den Wasserkreislauf an.",
    ]);
    assert_eq!(german, ["Photosynthese", "Wasserkreislauf"]);
    let spanish = titles_of(&[
        "Hola a todos. Hoy hablamos de la fotosíntesis. La planta toma la luz y hace azúcar. La fotosíntesis da oxígeno.",
        "Pasamos a la ley de Newton. La ley de Newton dice que la fuerza es igual a la masa por la aceleración.",
    ]);
    assert_eq!(spanish, ["Fotosíntesis", "Ley de Newton"]);
    let verb_behind = titles_of(&[
        "La revolución francesa empezó en París. El rey necesitaba dinero. La revolución francesa cambió Europa, y los \
         privilegios terminaron. La revolución francesa es un ejemplo.",
    ]);
    assert_eq!(verb_behind, ["Revolución francesa"]);
    let russian = titles_of(&["Сегодня мы говорим о фотосинтезе. Растения поглощают свет."]);
    assert_eq!(russian, ["Сегодня мы говорим о фотосинтезе"]);
    let chinese =
        titles_of(&["今天我们来讲光合作用，植物利用光能把二氧化碳和水变成糖，没有光合作用就没有氧气。"]);
    assert_eq!(chinese, ["今天我们来讲光合作用…"]);
    let japanese = titles_of(&[
        "今日は光合成について話します。植物は光を使います。",
        "次は水の循環です。雨が山に降ります。",
    ]);
    assert_eq!(japanese, ["今日は光合成について話します", "次は水の循環です"]);
}
