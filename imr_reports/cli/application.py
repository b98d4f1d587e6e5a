"""The application that the commands belong to."""

import typer

app = typer.Typer(
    name="imr-report",
    help="Turn California Independent Medical Review letters into de-identified reports.",
    epilog=(
        "Exit codes: 0 done; 2 usage; 3 no letters; 4 a privacy gate refused;"
        " 5 configuration, store or output folder; 130 interrupted."
    ),
    context_settings={"max_content_width": 100},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
