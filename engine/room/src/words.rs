//! The few words of the room itself, in English and Russian; the panels bring their own.

use bevy::ecs::resource::Resource;

use crate::cli::Locale;
use crate::layout::ScreenId;

/// Words that the room draws over its picture.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words {
    /// Title of the window.
    pub(crate) title: &'static str,
    /// Over the room: it is not for reading.
    pub(crate) room_hint: &'static str,
    /// How to move.
    pub(crate) room_keys: &'static str,
    /// Button that leads to the room.
    pub(crate) to_room: &'static str,
    /// Button that leads to the start menu.
    pub(crate) to_start: &'static str,
    /// The three screens from left to right.
    screens: [&'static str; 3],
    /// While a session is on its way.
    pub(crate) preparing: &'static str,
    /// Why that may take long.
    pub(crate) preparing_means: &'static str,
    /// Above the reason why there is no session.
    pub(crate) nothing_to_read: &'static str,
    /// What the program is not.
    pub(crate) not_for_diagnosis: &'static str,
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub(crate) const fn of(locale: Locale) -> Self {
        match locale {
            Locale::En => Self {
                title: "Overread",
                room_hint: "Room view: press F or click here to read",
                room_keys: "right drag: look    wheel beside the screens: lean    Alt + right drag: look anywhere    F6: next screen",
                to_room: "Room (F)",
                to_start: "Start (Alt+Home)",
                screens: ["Worklist", "Viewer", "Report and AI"],
                preparing: "Preparing the session",
                preparing_means: "AI services are checked and compiled; the first time this takes some seconds",
                nothing_to_read: "The session cannot begin",
                not_for_diagnosis: "Training only, not for diagnosis",
            },
            Locale::Ru => Self {
                title: "Overread",
                room_hint: "Вид комнаты: для чтения нажмите F или щёлкните здесь",
                room_keys: "правая кнопка: осмотреться    колесо мимо экранов: наклониться    Alt + правая: осмотреться везде    F6: следующий экран",
                to_room: "Комната (F)",
                to_start: "Начало (Alt+Home)",
                screens: ["Список", "Снимки", "Заключение и ИИ"],
                preparing: "Занятие готовится",
                preparing_means: "Сервисы ИИ проверяются и компилируются; в первый раз это занимает несколько секунд",
                nothing_to_read: "Занятие не может начаться",
                not_for_diagnosis: "Только для обучения, не для диагностики",
            },
        }
    }

    /// What a screen is called.
    #[must_use]
    pub(crate) const fn screen(&self, screen: ScreenId) -> &'static str {
        self.screens[screen.index()]
    }
}
