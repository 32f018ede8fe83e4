document.title = "Catalog of things";
