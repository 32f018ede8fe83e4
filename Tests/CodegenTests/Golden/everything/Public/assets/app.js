console.log("all things");
