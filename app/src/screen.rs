//! Routes whose screens one part of the program draws.

/// A route of a part that draws several screens: `$drawing` draws this one, `$preload` loads the part.
macro_rules! lazy_screen {
    ($route:ty, $drawing:expr, $preload:path) => {
        impl leptos_router::LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            fn view(_: Self) -> impl Future<Output = AnyView> {
                $drawing
            }

            #[cfg(not(feature = "ssr"))]
            fn preload() -> impl Future<Output = ()> {
                $preload()
            }
        }
    };
}
