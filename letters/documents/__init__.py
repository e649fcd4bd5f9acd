"""Letters as .docx files after GB/T 9704-2012. Knows no models and no database: a Paper goes in, bytes come out."""
