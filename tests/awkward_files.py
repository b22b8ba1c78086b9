"""Files that are written in many ways, or are no sheets at all."""

from sheet_files import COMMA, TEXTS, Awkward, archive, book, text_file, with_part

_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


ENCODINGS = (
    Awkward(about="UTF-8", file="plan.csv", content=text_file(), notes=(COMMA,)),
    Awkward(
        about="UTF-8 with a mark",
        file="plan.csv",
        content=text_file(encoding="utf-8-sig"),
        notes=(COMMA,),
    ),
    Awkward(
        about="UTF-16, as Excel's Unicode text",
        file="plan.csv",
        content=text_file(encoding="utf-16", separator="\t"),
        notes=("Read as UTF-16, with tabs between the columns.",),
    ),
    Awkward(
        about="UTF-16 without a mark",
        file="plan.csv",
        content=text_file(encoding="utf-16-be"),
        notes=("Read as UTF-16, with commas between the columns.",),
    ),
    Awkward(
        about="UTF-16 without a mark, the other way round",
        file="plan.csv",
        content=text_file(encoding="utf-16-le"),
        notes=("Read as UTF-16, with commas between the columns.",),
    ),
    Awkward(
        about="UTF-16 cut off",
        file="plan.csv",
        content=text_file(encoding="utf-16")[:-1],
        refused=("plan.csv cannot be read: it is damaged UTF-16",),
    ),
    Awkward(
        about="Windows-1252",
        file="plan.csv",
        content=text_file(
            (*TEXTS[:2], ("R2", "the child\u2019s £5 café", "", "", "")), encoding="cp1252"
        ),
        values={"B3": "the child\u2019s £5 café"},
        notes=("Read as Windows-1252 (line 3 is not UTF-8), with commas between the columns.",),
    ),
    Awkward(
        about="neither UTF-8 nor Windows-1252",
        file="plan.csv",
        content=text_file() + b"R3,\x81,,,\r\n",
        refused=("line 4 is neither UTF-8 nor Windows-1252",),
    ),
    Awkward(
        about="a mark of UTF-8 before what is none",
        file="plan.csv",
        content=text_file(encoding="utf-8-sig", ending="\r") + b"R3,caf\xe9,,,\r",
        refused=("it says that it is UTF-8, and line 4 is not",),
    ),
    Awkward(
        about="semicolons, with commas in the values",
        file="plan.csv",
        content=text_file(
            (
                ("Ref", "Recommendation", "Lead agency", "Due", "Status"),
                ("R1", "a, b", "c", "d", "e"),
            ),
            ";",
        ),
        numbers=(2,),
        values={"B2": "a, b"},
        notes=("Read as UTF-8, with semicolons between the columns.",),
    ),
    Awkward(
        about="upright bars",
        file="plan.csv",
        content=text_file(separator="|"),
        notes=("Read as UTF-8, with upright bars between the columns.",),
    ),
    Awkward(
        about="tabs in a .tsv, with commas in the headings",
        file="plan.tsv",
        content=b"Ref, a, b\tDue\nR1\t2\n",
        headings=("Ref, a, b", "Due"),
        numbers=(2,),
        notes=("Read as UTF-8, with tabs between the columns.",),
    ),
    Awkward(
        about="a line that states the separator",
        file="plan.csv",
        content=b"sep=;\r\n" + text_file(separator=";"),
        numbers=(3, 4),
        values={"A3": "R1"},
        notes=("Read as UTF-8, with semicolons between the columns.",),
    ),
    Awkward(
        about="two separators in the headings, as often",
        file="plan.csv",
        content=b"Ref,Due;Status\nR1,2;3\n",
        refused=("whether commas or semicolons stand between its columns cannot be told",),
    ),
    Awkward(
        about="one column",
        file="plan.csv",
        content=b"Ref\nR1\n\nR2\n",
        headings=("Ref",),
        numbers=(2, 4),
        notes=("Read as UTF-8, with one column.",),
    ),
    Awkward(
        about="values over several lines",
        file="plan.csv",
        content=text_file(
            (*TEXTS[:2], ("R2", "Ask.\r\nTell.\n", "", "", ""), ("R3", "x", "", "", ""))
        ),
        numbers=(2, 3, 6),
        values={"B3": "Ask.\r\nTell.\n", "A6": "R3"},
        notes=(COMMA,),
    ),
    Awkward(
        about="lines that end with a return alone",
        file="plan.csv",
        content=text_file(ending="\r"),
        notes=(COMMA,),
    ),
    Awkward(
        about="a title above the headings",
        file="plan.csv",
        content=b'Action plan\n"as at, 31 March"\n' + text_file(),
        ask={"header_row": 3},
        numbers=(4, 5),
        notes=(COMMA,),
    ),
    Awkward(
        about="ragged rows",
        file="plan.csv",
        content=b"Ref,Due\nR1,2\nR2\nR3,Police, Health,2\n",
        refused=(
            "plan.csv, row 3: it holds 1 value for 2 columns; put",
            "plan.csv, row 4: it holds 4 values for 2 columns; put",
        ),
    ),
    Awkward(
        about="columns without heading at the right, as Excel leaves them",
        file="plan.csv",
        content=b"Ref,Due,,\nR1,2,,\n,,,\n",
        headings=("Ref", "Due"),
        numbers=(2,),
        notes=(COMMA,),
    ),
    Awkward(
        about="a quotation mark that is not closed",
        file="plan.csv",
        content=b'Ref,Due\nR1,2\nR2,"3\nR3,4\n',
        refused=("the row that begins in line 3 has quotation marks that do not match",),
    ),
    Awkward(
        about="NUL bytes",
        file="plan.csv",
        content=b"Ref,Due\nR1,\0\n",
        refused=("line 2 holds NUL bytes",),
    ),
    Awkward(
        about="an empty file",
        file="plan.csv",
        content=b"",
        refused=("plan.csv cannot be read: it is empty",),
    ),
    Awkward(
        about="fewer lines than the one of the headings",
        file="plan.csv",
        content=b"Ref,Due\n",
        ask={"header_row": 3},
        refused=("row 3 of it holds no headings",),
    ),
    Awkward(
        about="headings and nothing beneath",
        file="plan.csv",
        content=text_file(TEXTS[:1]),
        numbers=(),
        notes=(COMMA,),
    ),
)


FILES = (
    Awkward(
        about="a workbook of the old sort",
        file="plan.xls",
        content=_OLE,
        refused=("plan.xls cannot be read: it is a workbook of the old sort (.xls); open it",),
    ),
    Awkward(
        about="a workbook of the old sort with a new name",
        file="plan.xlsx",
        content=_OLE,
        refused=("it is a workbook of the old sort (.xls); open it in Excel",),
    ),
    Awkward(
        about="a workbook with a password",
        file="plan.xlsx",
        content=_OLE + "EncryptedPackage".encode("utf-16-le"),
        refused=("it is protected by a password; in Excel choose File, Info",),
    ),
    Awkward(
        about="a workbook that may hold macros",
        file="plan.xlsm",
        content=book(),
        refused=("it may hold macros",),
    ),
    Awkward(
        about="macros in a workbook that says it has none",
        file="plan.xlsx",
        content=with_part("xl/vbaProject.bin"),
        refused=("it holds macros, which are programs",),
    ),
    Awkward(
        about="an OpenDocument file",
        file="plan.ods",
        content=archive(content_dot_xml="<a/>"),
        refused=("it is an OpenDocument file (.ods)",),
    ),
    Awkward(
        about="an OpenDocument file with another name",
        file="plan.xlsx",
        content=archive(content_dot_xml="<a/>"),
        refused=("it is an OpenDocument file (.ods)",),
    ),
    Awkward(
        about="a Numbers file",
        file="plan.numbers",
        content=archive(Index__Document_dot_iwa=b""),
        refused=("in Numbers choose File, Export To, Excel",),
    ),
    Awkward(
        about="a Word document with another name",
        file="plan.xlsx",
        content=archive(word__document_dot_xml="<a/>"),
        refused=("it is a Word document; copy its table into a workbook",),
    ),
    Awkward(
        about="an archive that is no workbook",
        file="plan.xlsx",
        content=archive(readme_dot_txt=b""),
        refused=("it is an archive, but no .xlsx workbook",),
    ),
    Awkward(
        about="a text with the name of a workbook",
        file="plan.xlsx",
        content=text_file(),
        refused=("it is no .xlsx workbook, whatever its name says",),
    ),
    Awkward(
        about="a workbook with the name of a text",
        file="plan.csv",
        content=book(),
        refused=("it is a workbook, whatever its name says",),
    ),
    Awkward(
        about="another sort of file",
        file="plan.pdf",
        content=b"%PDF",
        refused=("only sheets in .xlsx, .csv and .tsv are taken",),
    ),
    Awkward(
        about="a workbook cut off",
        file="plan.xlsx",
        content=book()[:3000],
        refused=("plan.xlsx cannot be read: it is damaged",),
    ),
)
