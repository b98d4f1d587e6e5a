"""The colours of charts, and what takes the place of each on a dark page."""

INK, MUTED, GRID, PAPER = "#1c2329", "#56616b", "#d9dfe4", "#ffffff"
BAND, FAINT = "#edf1f4", "#97a2ab"
PLAIN = "#33658a"
PARTS = ("#a9bccb", "#b3471d", "#5b4a8a")
"""Parts of stacked bars; the second also marks what stands out. They keep apart in grey print, too."""
HEAT = ("#f4f6f8", "#dde7ee", "#bdd1df", "#98b6ca", "#2f648a", "#1f4c6d", "#12354f")
"""Steps of a heat map; the middle one is left out, on which neither dark words nor light ones can be read."""
DARK = {
    INK: "#e8ecef",
    MUTED: "#a8b3bc",
    GRID: "#3a444d",
    PAPER: "#14191d",
    BAND: "#232b32",
    FAINT: "#66727c",
    PLAIN: "#6fa8d6",
    **dict(zip(PARTS, ("#4f687b", "#f08a5d", "#b3a4e0"), strict=True)),
    **dict(
        zip(HEAT, ("#1e262c", "#223541", "#264759", "#2c5a74", "#83b7da", "#a5cde8", "#cbe4f5"), strict=True)
    ),
}
"""Each colour → the one that takes its place on a dark page."""
