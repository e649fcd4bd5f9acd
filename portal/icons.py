"""The line icons of the site, on a 20 by 20 grid, drawn by `{% icon "name" %}`. New ones are added here."""

ICONS = {
    "audit": '<path d="M5 3h7l3.5 3.5V17H5zM7.5 9.5h5.5M7.5 12.5h5.5M7.5 6.5h3"/>',
    "home": '<path d="M3 9.2 10 3.5l7 5.7M5 8v8.5h10V8"/>',
    "calendar": '<path d="M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.2M13 3v3.2"/>',
    "activities": '<path d="M5 17V3.5h9.5l-2 3.2 2 3.3H5"/>',
    "duties": (
        '<path d="M8 5.5h8.5M8 10h8.5M8 14.5h8.5M3.7 5.5l.9.9 1.4-1.6M3.7 10l.9.9 1.4-1.6M3.7 14.5l.9.9 1.4-1.6"/>'
    ),
    "alliances": (
        '<circle cx="10" cy="10" r="2.2"/><circle cx="10" cy="3.6" r="1.3"/><circle cx="15.6" cy="6.6" r="1.3"/>'
        '<circle cx="15.6" cy="13.2" r="1.3"/><circle cx="10" cy="16.4" r="1.3"/>'
        '<circle cx="4.4" cy="13.2" r="1.3"/><circle cx="4.4" cy="6.6" r="1.3"/>'
    ),
    "branches": (
        '<path d="M10 3.5v4.5M4.5 13v-2.5h11V13M10 8v5"/><circle cx="10" cy="3.8" r="1.3"/>'
        '<circle cx="4.5" cy="14.5" r="1.5"/><circle cx="10" cy="14.5" r="1.5"/><circle cx="15.5" cy="14.5" r="1.5"/>'
    ),
    "terms": '<circle cx="10" cy="10" r="6.5"/><path d="M10 6v4l2.8 1.8M13.5 3.2h3v3"/>',
    "brands": '<path d="M3 5.5h14v8H3zM5 7.5h10v4H5zM6 5.5V3M14 5.5V3"/>',
    "assessments": '<path d="M4 16.5h12M5 16.5v-5M9 16.5V7.5M13 16.5V4"/>',
    "honour": ('<path d="m10 3 2.1 4.5 4.9.6-3.6 3.4.9 4.9-4.3-2.4-4.3 2.4.9-4.9L3 8.1l4.9-.6z"/>'),
    "data": '<path d="M3 6h8M15 6h2M3 14h2M9 14h8"/><circle cx="13" cy="6" r="1.8"/><circle cx="7" cy="14" r="1.8"/>',
    "feedback": '<path d="M3.5 4.5h13v9h-7l-3.5 3v-3H3.5z"/>',
    "letters": '<path d="M5 3h7l3.5 3.5V17H5zM12 3v3.5h3.5M7.5 10h5.5M7.5 13h5.5"/>',
    "statistics": '<path d="M3.5 3.5v13h13M6.5 13l3-4 3 2 4-5.5"/>',
    "system": '<path d="M2.5 10.5h3.2l2-5 3.6 9 2.2-6 1.2 2h2.8"/>',
    "search": '<circle cx="9" cy="9" r="5"/><path d="m13 13 4 4"/>',
    "inbox": '<path d="M5.5 14V9a4.5 4.5 0 0 1 9 0v5l1.5 1.2H4zM8.5 17.2h3"/>',
    "account": '<circle cx="10" cy="7" r="3"/><path d="M4 17c.6-3.2 3-4.8 6-4.8s5.4 1.6 6 4.8"/>',
    "more": '<path d="M4 6h12M4 10h12M4 14h12"/>',
    "print": '<path d="M6 7.5V3.5h8v4M6 14H3.5V7.5h13V14H14M6 12h8v4.5H6z"/>',
    "download": '<path d="M10 3.5v9M6.5 9.2l3.5 3.5 3.5-3.5M4 16.5h12"/>',
    "upload": '<path d="M10 12.7v-9M6.5 7l3.5-3.5L13.5 7M4 16.5h12"/>',
    "add": '<path d="M10 4v12M4 10h12"/>',
    "subscribe": (
        '<path d="M4 4.5c6.6 0 11.5 4.9 11.5 11.5M4 9.5c3.6 0 6.5 2.9 6.5 6.5"/><circle cx="5" cy="15" r="1.2"/>'
    ),
    "previous": '<path d="m12 5-5 5 5 5"/>',
    "next": '<path d="m8 5 5 5-5 5"/>',
    "leave": '<path d="M8 4H4v12h4M8 10h9M13.5 6.5 17 10l-3.5 3.5"/>',
    "manual": (
        '<path d="M10 5.5C8.2 4.3 6 4 3.5 4v11c2.5 0 4.7.3 6.5 1.5 1.8-1.2 4-1.5 6.5-1.5V4"/>'
        '<path d="M16.5 4c-2.5 0-4.7.3-6.5 1.5v11"/>'
    ),
}
