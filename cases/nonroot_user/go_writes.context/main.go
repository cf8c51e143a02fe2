package main

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
)

var state = flag.String("state", "/var/lib/shop", "where orders are kept")

func main() {
	flag.Parse()
	os.MkdirAll(filepath.Join("/shelf", "books"), 0o755)
	os.WriteFile(filepath.Join(*state, "orders"), nil, 0o644)
	http.Handle("/data/", http.FileServer(http.Dir(*state)))
}
