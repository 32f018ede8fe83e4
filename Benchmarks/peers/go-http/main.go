// go-http is Go's bare net/http: a text at /hello and a JSON route with a path parameter and two query parameters, as
// specs/bench.yaml declares them. No router, no middleware, no log.
//
//	go-http PORT
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
)

type book struct {
	ID     int64    `json:"id"`
	Title  string   `json:"title"`
	Genre  string   `json:"genre"`
	Price  float64  `json:"price"`
	InShop bool     `json:"inShop"`
	Tags   []string `json:"tags"`
}

type shelf struct {
	Shelf int64  `json:"shelf"`
	Books []book `json:"books"`
}

func listBooks(w http.ResponseWriter, q *http.Request) {
	parts := strings.Split(q.URL.Path, "/")
	if q.Method != http.MethodGet || len(parts) != 4 || parts[3] != "books" {
		http.NotFound(w, q)
		return
	}
	number, err := strconv.ParseInt(parts[2], 10, 64)
	query := q.URL.Query()
	genre := query.Get("genre")
	limit := 5
	if text := query.Get("limit"); text != "" && err == nil {
		limit, err = strconv.Atoi(text)
	}
	if err != nil || limit < 1 || limit > 100 || len(genre) > 32 {
		http.Error(w, "bad parameters", http.StatusBadRequest)
		return
	}
	answer := shelf{Shelf: number, Books: make([]book, 0, limit)}
	for i := 0; i < limit; i++ {
		id := number*1000 + int64(i)
		answer.Books = append(answer.Books, book{
			id, "The book " + strconv.FormatInt(id, 10), genre, 9.5 + float64(i), i%2 == 0, []string{"used", "paper"}})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(answer)
}

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) })
	http.HandleFunc("/hello", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("Hello, world!")) })
	http.HandleFunc("/shelves/", listBooks)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
